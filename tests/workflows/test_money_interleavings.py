"""Whatever comes in whatever order: never two kept captures, and the ledger says what the provider holds."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from fixtures.procedure import Procedure
from temporalio.service import RPCError

from domain import ids
from domain.actors import APPLICANT
from domain.certificates import commands as c
from domain.certificates.money_events import PaymentCaptured, Refunded
from domain.certificates.status import RefundStatus
from domain.errors import DomainError
from domain.payments.charge import ChargeStatus
from domain.payments.overpayment import OverpaymentFound
from workflows.fee_payment.messages import RenewCode

pytestmark = pytest.mark.engine
_STEPS = 8
_NEVER = 100_000


class _Walk:
    """One request, walked at random: a citizen who pays whatever code there is, and a provider that lags."""

    def __init__(self, procedure: Procedure, seed: int) -> None:
        self.procedure = procedure
        self.provider = procedure.city.provider
        self.chance = Random(seed)

    async def pay(self) -> None:
        """Press the button of some code, the newest mostly."""
        charges = list(self.provider.charges.values())
        charge = charges[-1] if self.chance.random() < 0.7 else self.chance.choice(charges)
        await self.procedure.tell_time()
        if await self.provider.pay(charge.url) and self.chance.random() < 0.5:
            await self.procedure.hint(charge.charge_id)

    async def settled(self) -> None:
        """Wait until no workflow has anything to do just now: the engine that skips time trips over what is under way."""
        for workflow_id in (
            ids.case_workflow_id(self.procedure.case_id),
            ids.payment_workflow_id(self.procedure.payment_id),
        ):
            handle = self.procedure.engine.get_workflow_handle(workflow_id)
            for _ in range(50):
                if not (await handle.describe()).raw_description.HasField("pending_workflow_task"):
                    break
                await asyncio.sleep(0.02)

    async def skip(self, span: timedelta) -> None:
        """Let time pass. Where the engine that skips time hangs (it does, on a busy machine), nothing is proved."""
        await self.settled()
        try:
            await self.procedure.skip(span)
        except RPCError:
            pytest.skip("the engine that skips time hangs")

    async def wait(self) -> None:
        """Let some time pass: within a code's life, or beyond."""
        await self.skip(timedelta(minutes=self.chance.choice((1, 10, 59, 61, 300))))

    async def renew(self) -> None:
        """Open the page again."""
        wish = RenewCode(asked_at=self.procedure.city.clock())
        await self.procedure.payments.renew(self.procedure.payment_id, wish)

    async def late(self) -> None:
        """Pay while what is shown lags; the code expires, and the page is opened again."""
        await self.lag()
        await self.pay()
        await self.skip(timedelta(minutes=61))
        await self.renew()
        await self.settled()

    async def two_codes(self) -> None:
        """Pay a code, and the one that follows because everything lags."""
        self.provider.stale_reads, self.provider.forgets_payments = _NEVER, True
        for attempt in (1, 2):
            await self.procedure.pay(attempt, hint=False)
            if attempt == 1:
                await self.skip(timedelta(minutes=61))
                await self.renew()

    async def hint(self) -> None:
        """Tell of some charge, true or not."""
        charge = ids.charge_id(self.procedure.payment_id, self.chance.randint(1, 4))
        await self.procedure.hint(charge)

    async def withdraw(self) -> None:
        """Withdraw, where that is still possible."""
        try:
            await self.procedure.decide(c.Withdraw(), APPLICANT)
        except DomainError:
            return

    async def lag(self) -> None:
        """Let what the provider shows lag for a while; sometimes what it does, too."""
        self.provider.stale_reads = self.chance.choice((1, 3, _NEVER, _NEVER))
        self.provider.forgets_payments = self.chance.random() < 0.7

    async def catch_up(self) -> None:
        """Show what is."""
        self.provider.stale_reads, self.provider.forgets_payments = 0, False

    async def lose(self) -> None:
        """Lose the answer to the next of some call."""
        self.provider.faults.lose_answer(self.chance.choice(("create", "close", "give_back")))

    async def find(self) -> None:
        """Whoever reconciles finds every captured charge the ledger does not know."""
        for charge in [each for each in self.provider.charges.values() if each.captured_at is not None]:
            if not await self.procedure.payments.hint(self.procedure.payment_id, charge.charge_id):
                await self.procedure.overpayments.send_back(self.procedure.payment_id, charge)

    async def go(self, *, twice: bool) -> None:
        """Walk, at first over two paid codes if `twice`, then let the provider catch up and everything be found."""
        ways = (self.pay, self.pay, self.late, self.late, self.wait, self.renew, self.hint, self.lag)
        await self.procedure.submit()
        await self.procedure.city.board.until(lambda: bool(self.provider.charges))
        if twice:
            await self.two_codes()
        for _ in range(_STEPS):
            rare = (self.catch_up, self.lose, self.find)
            await self.chance.choice(rare if self.chance.random() < 0.1 else ways)()
            if self.chance.random() < 0.04:
                await self.withdraw()
        await self.catch_up()
        for _ in range(4):
            await self.skip(timedelta(minutes=70))
            await self.find()
        await self._ways_back_are_over()

    async def _ways_back_are_over(self) -> None:
        for charge_id in self.provider.captures:
            handle = self.procedure.engine.get_workflow_handle(ids.overpayment_workflow_id(charge_id))
            with suppress(RPCError):  # the fee has none
                await handle.result()


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_captured_minus_what_went_back_is_what_the_ledger_says(procedure: Procedure, seed: int) -> None:
    """Captures, lagging reads, hints, renewals, expiry, withdrawals at random: one kept capture at most, none unknown."""
    walk = _Walk(procedure, seed)
    await walk.go(twice=seed % 2 == 1)
    state = await procedure.state()
    if state.money.refund is RefundStatus.DUE:
        await procedure.seen(Refunded)
        state = await procedure.state()
    events = procedure.events
    recorded = [each.charge_id for each in events if isinstance(each, PaymentCaptured | OverpaymentFound)]
    kept = state.money.is_captured and state.money.refund is RefundStatus.NONE
    held = [each.charge_id for each in walk.provider.charges.values() if each.status is ChargeStatus.CAPTURED]
    assert held == ([state.money.charge_id] if kept else [])
    undone = {each.charge_id for each in walk.provider.charges.values() if each.status is ChargeStatus.CANCELLED}
    assert set(walk.provider.captures) - undone <= set(recorded) <= set(walk.provider.captures)
    assert len(recorded) == len(set(recorded))
    assert all(each.refund is RefundStatus.DONE for each in state.money.overpayments)

"""What every `PaymentProvider` does, whichever system stands behind it.

To check a provider: subclass `PaymentProviderContract` in a test module as `Test…` and give a fixture `market` (a
`Market`): the adapter, and the outside world as the test may move it. Each test uses charge ids of its own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import uuid4

import pytest

from domain.errors import PortRejected
from domain.payments.charge import Charge, ChargeOrder, ChargeStatus, Closing
from domain.payments.refund import RefundOrder
from domain.ports import PaymentProvider

MORNING = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)  # 10:00 in Japan


class AdjustableClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the instant it shows."""
        return self.now

    def pass_time(self, span: timedelta) -> None:
        """Move it on."""
        self.now += span


class Citizen(Protocol):
    """Who pays: opens the address of a charge and presses the button."""

    async def pay(self, url: str) -> bool:
        """Return whether the provider took the money."""


@dataclass
class Market:
    """A provider with its surroundings. `captures` and `returns` count what its own books say of a charge."""

    provider: PaymentProvider
    citizen: Citizen
    clock: AdjustableClock
    captures: "Count"
    returns: "Count"


class Count(Protocol):
    """Reads the provider's books, not the adapter."""

    async def __call__(self, charge_id: str) -> int:
        """Return how often this charge was captured, or went back by whichever way."""


def charge_order(amount: int = 300) -> ChargeOrder:
    return ChargeOrder(charge_id=f"pay-{uuid4()}", amount=amount, description="住民票の写し 1通", ordered_at=MORNING)


def refund_order(charge: Charge) -> RefundOrder:
    return RefundOrder(
        refund_id=f"refund-{charge.charge_id}",
        charge_id=charge.charge_id,
        provider_reference=charge.provider_reference,
        amount=charge.amount,
        captured_at=charge.captured_at or MORNING,
        reason="交付できないため",
        ordered_at=MORNING,
    )


class PaymentProviderContract:
    """The tests."""

    async def paid(self, market: Market) -> Charge:
        """Return a charge that has been paid."""
        charge = await market.provider.create(charge_order())
        assert await market.citizen.pay(charge.url)
        captured = await market.provider.read(charge.charge_id)
        assert captured is not None
        return captured

    async def test_a_new_charge_can_be_paid_for_a_while(self, market: Market) -> None:
        """A new charge is open, has an address to pay at, a code, and an end."""
        order = charge_order()
        charge = await market.provider.create(order)
        assert (charge.charge_id, charge.amount, charge.status) == (order.charge_id, 300, ChargeStatus.OPEN)
        assert charge.url.startswith(("http://", "https://"))
        assert charge.code_id
        assert charge.expires_at is not None
        assert charge.expires_at > market.clock()

    async def test_the_same_order_twice_is_one_charge(self, market: Market) -> None:
        """Ordering again never makes a second code that could be paid too."""
        order = charge_order()
        first = await market.provider.create(order)
        second = await market.provider.create(order)
        assert (second.charge_id, second.amount, second.status) == (first.charge_id, 300, ChargeStatus.OPEN)
        assert second.url in ("", first.url)
        assert await market.citizen.pay(first.url)
        third = await market.provider.create(order)
        assert third.status is ChargeStatus.CAPTURED
        assert await market.captures(order.charge_id) == 1

    async def test_the_same_key_for_another_amount_is_refused_once_paid(self, market: Market) -> None:
        """A charge id never comes to stand for another amount of money."""
        charge = await self.paid(market)
        other = ChargeOrder(charge_id=charge.charge_id, amount=999, description="", ordered_at=MORNING)
        with pytest.raises(PortRejected):
            await market.provider.create(other)

    async def test_an_unpaid_charge_reads_as_open(self, market: Market) -> None:
        """Before anybody pays the charge is open, also after its end."""
        charge = await market.provider.create(charge_order())
        before = await market.provider.read(charge.charge_id)
        market.clock.pass_time(timedelta(days=1))
        after = await market.provider.read(charge.charge_id)
        assert before is not None
        assert after is not None
        assert before.status is after.status is ChargeStatus.OPEN

    async def test_an_unknown_charge_reads_as_none(self, market: Market) -> None:
        """What was never ordered is not there."""
        assert await market.provider.read(charge_order().charge_id) is None

    async def test_a_payment_is_seen(self, market: Market) -> None:
        """A paid charge reads as captured, with amount, instant and the provider's reference."""
        charge = await self.paid(market)
        assert (charge.status, charge.amount, charge.captured_at) == (ChargeStatus.CAPTURED, 300, market.clock())
        assert charge.provider_reference

    async def test_nobody_pays_twice(self, market: Market) -> None:
        """A second press of the button takes no money."""
        charge = await market.provider.create(charge_order())
        assert await market.citizen.pay(charge.url)
        assert not await market.citizen.pay(charge.url)
        assert await market.captures(charge.charge_id) == 1

    async def test_an_expired_code_takes_no_money(self, market: Market) -> None:
        """From `expires_at` on the citizen is refused."""
        charge = await market.provider.create(charge_order())
        assert charge.expires_at is not None
        market.clock.now = charge.expires_at
        assert not await market.citizen.pay(charge.url)
        assert await market.captures(charge.charge_id) == 0

    async def test_a_closed_code_takes_no_money(self, market: Market) -> None:
        """After closing, and closing again, the citizen is refused."""
        charge = await market.provider.create(charge_order())
        for _ in range(2):
            assert await market.provider.close(charge.charge_id, charge.code_id) is Closing.CLOSED
        assert not await market.citizen.pay(charge.url)
        read = await market.provider.read(charge.charge_id)
        assert read is None or read.status is not ChargeStatus.CAPTURED

    async def test_a_payment_before_the_closing_wins(self, market: Market) -> None:
        """Closing a code that has been paid is no error, and reading afterwards shows the payment."""
        charge = await market.provider.create(charge_order())
        assert await market.citizen.pay(charge.url)
        for _ in range(2):
            assert await market.provider.close(charge.charge_id, charge.code_id) is Closing.PAID
        read = await market.provider.read(charge.charge_id)
        assert read is not None
        assert read.status is ChargeStatus.CAPTURED

    async def test_a_code_of_lost_address_can_be_closed(self, market: Market) -> None:
        """Without knowing the code, closing still makes sure that the provider keeps no money of it."""
        charge = await market.provider.create(charge_order())
        assert await market.provider.close(charge.charge_id, "") is Closing.CLOSED
        await market.citizen.pay(charge.url)
        read = await market.provider.read(charge.charge_id)
        assert read is None or read.status in (ChargeStatus.OPEN, ChargeStatus.CANCELLED, ChargeStatus.FAILED)

    async def test_closing_without_the_code_leaves_a_payment_alone(self, market: Market) -> None:
        """A payment that came first is kept for the caller to see."""
        charge = await self.paid(market)
        assert await market.provider.close(charge.charge_id, "") is Closing.PAID
        read = await market.provider.read(charge.charge_id)
        assert read is not None
        assert read.status is ChargeStatus.CAPTURED

    async def test_money_goes_back_at_once_by_cancellation(self, market: Market) -> None:
        """On the spot every provider undoes the capture; it is certain when the answer is here."""
        charge = await self.paid(market)
        refund = await market.provider.give_back(refund_order(charge))
        assert (refund.way, refund.amount, refund.is_settled) == ("cancellation", 300, True)
        read = await market.provider.read(charge.charge_id)
        assert read is not None
        assert read.status is ChargeStatus.CANCELLED

    async def test_days_later_it_goes_back_as_a_refund(self, market: Market) -> None:
        """After the provider's window; taken or done at once, and done when asked for later."""
        charge = await self.paid(market)
        market.clock.pass_time(timedelta(days=2))
        order = refund_order(charge)
        refund = await market.provider.give_back(order)
        assert (refund.refund_id, refund.way, refund.amount) == (order.refund_id, "refund", 300)
        market.clock.pass_time(timedelta(days=2))
        settled = await market.provider.give_back(order)
        assert (settled.way, settled.is_settled) == ("refund", True)
        read = await market.provider.read(charge.charge_id)
        assert read is not None
        assert read.status is ChargeStatus.REFUNDED

    @pytest.mark.parametrize("days", [0, 2])
    async def test_the_same_order_twice_gives_back_once(self, market: Market, days: int) -> None:
        """Also days later, when another way would be taken: what has happened is told as it happened."""
        charge = await self.paid(market)
        market.clock.pass_time(timedelta(days=days))
        first = await market.provider.give_back(refund_order(charge))
        market.clock.pass_time(timedelta(days=3))
        again = await market.provider.give_back(refund_order(charge))
        assert again.way == first.way
        assert await market.returns(charge.charge_id) == 1

    @pytest.mark.parametrize("days", [0, 2])
    async def test_what_went_back_can_be_asked_for(self, market: Market, days: int) -> None:
        """None before; then the way it went."""
        charge = await self.paid(market)
        order = refund_order(charge)
        assert await market.provider.read_refund(order.refund_id, charge.charge_id) is None
        market.clock.pass_time(timedelta(days=days))
        ordered = await market.provider.give_back(order)
        read = await market.provider.read_refund(order.refund_id, charge.charge_id)
        assert read is not None
        assert (read.refund_id, read.way) == (order.refund_id, ordered.way)

    async def test_an_unknown_refund_reads_as_none(self, market: Market) -> None:
        """What was never captured never went back."""
        assert await market.provider.read_refund("refund-none", "pay-none") is None

    async def test_what_was_never_captured_cannot_go_back(self, market: Market) -> None:
        """The provider refuses, whatever the order claims."""
        charge = await market.provider.create(charge_order())
        market.clock.pass_time(timedelta(days=2))
        with pytest.raises(PortRejected):
            await market.provider.give_back(refund_order(charge))
        assert await market.returns(charge.charge_id) == 0

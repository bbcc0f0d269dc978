"""納付: at most one capture, whatever the webhook, the code, the provider and the citizen do."""

from datetime import timedelta

import pytest
from fakes.book import PAY_AFTER_APPROVAL, PAY_FIRST
from fixtures.procedure import Procedure

from domain import ids
from domain.certificates.events import DeadlineSet
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.money_events import PaymentCaptured, PaymentRequested
from domain.certificates.status import RefundStatus, Status
from domain.errors import PortRejected, PortUnavailable
from workflows.fee_payment.messages import RenewCode

pytestmark = pytest.mark.engine


async def test_an_unpaid_request_lapses_with_its_code_closed(procedure: Procedure) -> None:
    """After the deadline nobody can pay any more: the code is closed, asked about once more, and the request lapses."""
    await procedure.submit()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.LAPSED, RefundStatus.NONE)
    due = next(event.due_at for event in procedure.events if isinstance(event, DeadlineSet))
    assert due <= outcome.closed_at < due + timedelta(minutes=1)
    assert not await procedure.city.provider.pay(procedure.city.provider.charges[procedure.payment_id].url)
    assert procedure.city.provider.captures == []


async def test_a_payment_that_wins_the_race_with_the_deadline_counts(procedure: Procedure) -> None:
    """Who pays while the code is being closed has paid: the request goes on."""
    procedure.city.provider.pays_while_closing = True
    await procedure.submit()
    await procedure.skip(timedelta(days=20))
    await procedure.seen(PaymentCaptured)
    assert (await procedure.state()).status is Status.UNDER_EXAMINATION


async def test_without_a_webhook_the_payment_is_found(procedure: Procedure) -> None:
    """The provider is asked by timer: a lost webhook delays and loses nothing."""
    await procedure.submit()
    await procedure.pay(hint=False)
    await procedure.skip(timedelta(minutes=2))
    await procedure.seen(PaymentCaptured)


async def test_the_same_webhook_twice_is_one(procedure: Procedure) -> None:
    """Duplicates, early and late, leave one capture in the ledger."""
    await procedure.submit()
    await procedure.pay(hint=False)
    for _ in range(3):
        await procedure.hint()
    await procedure.seen(PaymentCaptured)
    await procedure.hint()
    assert procedure.story.count("payment_captured") == 1


async def test_a_webhook_may_come_before_its_charge_is_known(procedure: Procedure) -> None:
    """The provider took the money while our own call got no answer: the hint waits and the payment is found."""
    procedure.city.provider.faults.lose_answer("create")
    await procedure.submit()
    await procedure.pay()
    await procedure.skip(timedelta(minutes=2))
    await procedure.seen(PaymentCaptured)
    assert procedure.city.provider.captures == [procedure.payment_id]


async def test_a_code_whose_address_was_lost_is_closed_and_another_made(procedure: Procedure) -> None:
    """Nobody can be shown the first code, so it is closed; only the second takes money."""
    procedure.city.provider.faults.lose_answer("create")
    await procedure.submit()
    await procedure.skip(timedelta(minutes=1))
    await procedure.pay(attempt=2)
    await procedure.seen(PaymentCaptured)
    assert not await procedure.city.provider.pay(procedure.city.provider.charges[procedure.payment_id].url)
    assert procedure.city.provider.captures == [ids.charge_id(procedure.payment_id, 2)]


async def test_a_provider_whose_answers_are_lost_again_and_again_is_given_time(procedure: Procedure) -> None:
    """Each code without an address is followed by a longer pause: five in the first minute, not fifty."""
    procedure.city.provider.lost_codes = 6
    await procedure.submit()
    await procedure.skip(timedelta(minutes=1))
    assert len(procedure.city.provider.charges) < 6
    for _ in range(60):
        if len(procedure.city.provider.charges) == 7:
            break
        await procedure.skip(timedelta(minutes=1))
    await procedure.pay(attempt=7)
    await procedure.seen(PaymentCaptured)
    assert procedure.city.provider.captures == [ids.charge_id(procedure.payment_id, 7)]


async def test_withdrawing_while_the_provider_is_given_time(procedure: Procedure) -> None:
    """Nobody waits for the pause to end, and no code is left that could be paid."""
    procedure.city.provider.lost_codes = 6
    await procedure.submit()
    await procedure.skip(timedelta(minutes=1))
    made = len(procedure.city.provider.charges)
    await procedure.withdraw()
    assert (await procedure.ended()).status is Status.WITHDRAWN
    assert len(procedure.city.provider.charges) == made


async def test_an_expired_code_is_replaced_when_the_citizen_asks(procedure: Procedure) -> None:
    """A new code comes after the old one is closed; asking while the old one is good changes nothing."""
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    await procedure.city.board.until(lambda: procedure.payment_id in procedure.city.provider.charges)
    renew = RenewCode(asked_at=procedure.city.clock())
    assert await procedure.payments.renew(procedure.payment_id, renew)
    await procedure.skip(timedelta(hours=2))
    assert len(procedure.city.provider.charges) == 1
    assert await procedure.payments.renew(procedure.payment_id, renew)
    await procedure.pay(attempt=2)
    await procedure.seen(PaymentCaptured)
    assert procedure.city.provider.captures == [ids.charge_id(procedure.payment_id, 2)]


async def test_a_provider_that_is_down_delays(procedure: Procedure) -> None:
    """Neither an outage nor a refusal to make a code ends a request."""
    procedure.city.provider.faults.refuse("create", PortUnavailable("payments"))
    procedure.city.provider.faults.refuse("create", PortRejected("payments", "maintenance"))
    await procedure.submit()
    await procedure.skip(timedelta(minutes=1))
    await procedure.pay()
    await procedure.seen(PaymentCaptured)


@pytest.mark.parametrize("municipality", [PAY_FIRST, PAY_AFTER_APPROVAL])
async def test_money_that_arrives_while_the_citizen_withdraws(procedure: Procedure, municipality: str) -> None:
    """What is paid after the withdrawal bought nothing: it goes back, whatever the ordinance says of fees paid before."""
    procedure.city.provider.pays_while_closing = True
    await procedure.submit(municipality)
    if municipality == PAY_AFTER_APPROVAL:
        await procedure.seen(EligibilityConfirmed)
        await procedure.approve()
    await procedure.seen(PaymentRequested)
    await procedure.withdraw()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.WITHDRAWN, RefundStatus.DONE)
    assert procedure.story.count("payment_captured") == 1


async def test_withdrawing_before_paying_closes_the_code(procedure: Procedure) -> None:
    """Nothing was paid and nothing can be paid any more."""
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    await procedure.withdraw()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.WITHDRAWN, RefundStatus.NONE)
    assert procedure.city.provider.captures == []
    charge = procedure.city.provider.charges.get(procedure.payment_id)
    assert charge is None or not await procedure.city.provider.pay(charge.url)


async def test_withdrawing_while_the_deadline_is_computed(procedure: Procedure) -> None:
    """A withdrawal that overtakes the beginning of the payment ends the request without a charge."""
    procedure.city.book.faults.always_refuse("closed_days", None)
    procedure.city.registry.faults.hold()
    await procedure.submit()
    await procedure.seen_call("look_up held", procedure.city.registry.faults)
    procedure.city.book.faults.down = True
    procedure.city.registry.faults.let_go()
    await procedure.seen_call("closed_days", procedure.city.book.faults, 3)
    await procedure.withdraw()
    procedure.city.book.faults.down = False
    outcome = await procedure.ended()
    assert outcome.status is Status.WITHDRAWN
    assert procedure.city.provider.charges == {}

"""納付 and 還付, one activity at a time: whatever is lost on the way, there is one charge and one refund."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from fakes.city import City
from temporalio.exceptions import ApplicationError

from activities.payments import (
    Capture,
    ChargeMade,
    CloseCharge,
    CreateCharge,
    PaymentActivities,
    PaymentReturned,
    ReadCharge,
)
from domain.errors import PortRejected, PortUnavailable

Run = Callable[[Callable[[Any], Awaitable[Any]], Any], Awaitable[Any]]
ORDER = CreateCharge(payment_id="pay-1", attempt=1, amount=300, purpose="resident_record_copy")


@pytest.fixture
def payments(city: City) -> PaymentActivities:
    """Give the activities over the fake provider and journal."""
    return PaymentActivities(city.provider, city.effects, city.clock)


def closing(made: ChargeMade) -> CloseCharge:
    """Return the order to close a code."""
    return CloseCharge(payment_id="pay-1", charge_id=made.charge_id, code_id=made.code_id)


async def _paid(city: City, payments: PaymentActivities, run: Run) -> Capture:
    await run(payments.create_charge, ORDER)
    assert await city.provider.pay(city.provider.charges["pay-1"].url)
    charge = city.provider.charges["pay-1"]
    assert charge.captured_at is not None
    return Capture(
        payment_id="pay-1",
        charge_id="pay-1",
        amount=300,
        provider_reference=charge.provider_reference,
        captured_at=charge.captured_at,
    )


async def test_a_charge_is_made_once(city: City, payments: PaymentActivities, run: Run) -> None:
    """The second run, after its answer was lost on the way to the engine, does not call the provider at all."""
    first = await run(payments.create_charge, ORDER)
    again = await run(payments.create_charge, ORDER)
    assert first == again == ChargeMade(charge_id="pay-1", code_id="code-pay-1", expires_at=first.expires_at)
    assert city.provider.faults.calls["create"] == 1
    assert city.effects.intents["pay-1"] == ("charge", "pay-1", {"payment_id": "pay-1", "amount": 300})


@pytest.mark.parametrize("where", ["provider", "journal"])
async def test_a_charge_whose_answer_is_lost_has_no_address(
    city: City, payments: PaymentActivities, run: Run, where: str
) -> None:
    """The charge exists and nobody knows where to pay it: the workflow is told, and no second one is made."""
    if where == "provider":
        city.provider.faults.lose_answer("create")
    else:
        city.effects.faults.refuse("finish", PortUnavailable("postgres"))
    with pytest.raises(ApplicationError):
        await run(payments.create_charge, ORDER)
    made = await run(payments.create_charge, ORDER)
    assert made.address_lost
    assert len(city.provider.charges) == 1


async def test_a_charge_that_was_paid_meanwhile_is_seen(city: City, payments: PaymentActivities, run: Run) -> None:
    """Made, unanswered, and paid by whoever saw the code: not lost, but captured."""
    city.effects.faults.refuse("finish", PortUnavailable("postgres"))
    with pytest.raises(ApplicationError):
        await run(payments.create_charge, ORDER)
    assert await city.provider.pay(city.provider.charges["pay-1"].url)
    assert not (await run(payments.create_charge, ORDER)).address_lost
    assert (await run(payments.read_charge, ReadCharge(charge_id="pay-1"))).captured


async def test_an_unknown_charge_is_not_captured(payments: PaymentActivities, run: Run) -> None:
    """What the provider does not know brought no money."""
    assert not (await run(payments.read_charge, ReadCharge(charge_id="pay-9"))).captured


async def test_closing_looks_once_more(city: City, payments: PaymentActivities, run: Run) -> None:
    """A payment that wins the race is reported by the closing itself."""
    made = await run(payments.create_charge, ORDER)
    city.provider.pays_while_closing = True
    seen = await run(payments.close_charge, closing(made))
    assert (seen.captured, seen.amount) == (True, 300)
    assert seen.captured_at is not None


async def test_money_goes_back_the_same_day_by_cancellation(city: City, payments: PaymentActivities, run: Run) -> None:
    """Once, however often it is asked for."""
    order = await _paid(city, payments, run)
    for _ in range(2):
        assert await run(payments.return_payment, order) == PaymentReturned(method="cancellation")
    assert city.provider.faults.calls["give_back"] == 1


async def test_a_cancellation_without_an_answer_is_looked_for(
    city: City, payments: PaymentActivities, run: Run
) -> None:
    """Done and not answered: the second run finds it done."""
    order = await _paid(city, payments, run)
    city.provider.faults.lose_answer("give_back")
    with pytest.raises(ApplicationError) as lost:
        await run(payments.return_payment, order)
    assert not lost.value.non_retryable
    assert await run(payments.return_payment, order) == PaymentReturned(method="cancellation")
    assert city.provider.returns == ["pay-1"]


async def test_a_refund_is_waited_for(city: City, payments: PaymentActivities, run: Run) -> None:
    """Days later it is a refund; while it is pending the engine is told when to ask again, and there is one."""
    order = await _paid(city, payments, run)
    city.clock.ahead = timedelta(days=3)
    city.provider.settles = False
    with pytest.raises(ApplicationError) as pending:
        await run(payments.return_payment, order)
    city.provider.settles = True
    assert pending.value.next_retry_delay is not None
    assert await run(payments.return_payment, order) == PaymentReturned(method="refund")
    assert city.provider.returns == ["pay-1"]


async def test_a_refund_without_an_answer_is_looked_for(city: City, payments: PaymentActivities, run: Run) -> None:
    """Accepted and not answered: asked by its number, not repeated."""
    order = await _paid(city, payments, run)
    city.clock.ahead = timedelta(days=3)
    city.provider.faults.lose_answer("give_back")
    with pytest.raises(ApplicationError):
        await run(payments.return_payment, order)
    assert await run(payments.return_payment, order) == PaymentReturned(method="refund")
    assert city.provider.returns == ["pay-1"]


@pytest.mark.parametrize("step", ["create", "read", "close", "give_back"])
async def test_no_refusal_of_the_provider_is_final(
    city: City, payments: PaymentActivities, run: Run, step: str
) -> None:
    """Whether the money moves is a matter of days, not of one answer."""
    order = await _paid(city, payments, run)
    city.provider.faults.always_refuse(step, PortRejected("payments", "maintenance"))
    call: tuple[Any, Any] = {
        "create": (payments.create_charge, ORDER.model_copy(update={"attempt": 2})),
        "read": (payments.read_charge, ReadCharge(charge_id="pay-1")),
        "close": (payments.close_charge, CloseCharge(payment_id="pay-1", charge_id="pay-1", code_id="code-pay-1")),
        "give_back": (payments.return_payment, order),
    }[step]
    with pytest.raises(ApplicationError) as refused:
        await run(*call)
    assert (refused.value.type, refused.value.non_retryable) == ("system_rejected", False)

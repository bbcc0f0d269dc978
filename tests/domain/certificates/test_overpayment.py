"""過誤納: a capture is the fee or goes back, in every status, told however often."""

from random import Random
from typing import Any

import pytest
from fixtures.desk import START, Desk

from domain.certificates.events import Lapsed
from domain.certificates.evolve import evolve
from domain.certificates.money_events import PaymentRequested
from domain.certificates.overpayment import is_settled, record_money
from domain.certificates.status import LapseReason, RefundStatus, Status
from domain.payments.overpayment import (
    OverpaymentFact,
    OverpaymentFound,
    OverpaymentHandedToOfficer,
    OverpaymentReturned,
)

SAID: dict[str, Any] = {"at": START, "by": "system", "payment_id": "pay-1"}


def found(charge: str) -> OverpaymentFound:
    """Return the fact that a charge is captured."""
    return OverpaymentFound(**SAID, charge_id=charge, amount=300, provider_reference=f"r-{charge}", captured_at=START)


def returned(charge: str) -> OverpaymentReturned:
    """Return the fact that its money went back."""
    return OverpaymentReturned(**SAID, charge_id=charge, method="refund")


def handed_over(charge: str) -> OverpaymentHandedToOfficer:
    """Return the fact that its money is with an officer."""
    return OverpaymentHandedToOfficer(**SAID, charge_id=charge, officer="officer-kimura")


def told(desk: Desk, *facts: OverpaymentFact) -> list[str]:
    """Tell facts and return the types of what they cause."""
    caused = []
    for fact in facts:
        for event in record_money(desk.state, fact, START):
            desk.events.append(event)
            caused.append(event.type)
    return caused


@pytest.mark.parametrize(
    ("facts", "caused"),
    [
        ([found("pay-1")], []),
        ([found("pay-1-2")], ["overpayment_found"]),
        ([found("pay-1-2"), found("pay-1-2")], ["overpayment_found"]),
        ([found("pay-1-2"), found("pay-1-3")], ["overpayment_found"] * 2),
        ([returned("pay-1-2")], []),
        ([returned("pay-1")], []),
        ([found("pay-1-2"), returned("pay-1-2"), returned("pay-1-2")], ["overpayment_found", "overpayment_returned"]),
        ([found("pay-1-2"), returned("pay-1-2"), found("pay-1-2")], ["overpayment_found", "overpayment_returned"]),
        ([found("pay-1-2"), returned("pay-1-3")], ["overpayment_found"]),
        (
            [found("pay-1-2"), handed_over("pay-1-2"), returned("pay-1-2")],
            ["overpayment_found", "overpayment_handed_to_officer"],
        ),
    ],
)
def test_each_fact_is_recorded_once(facts: list[Any], caused: list[str]) -> None:
    """Known facts, the fee itself and returns of nothing cause nothing."""
    desk = Desk().examine()
    assert desk.state.money.charge_id == "pay-1"
    assert told(desk, *facts) == caused
    assert all(is_settled(desk.state, fact) for fact in facts if isinstance(fact, OverpaymentFound))


def test_the_fees_own_way_back_is_not_touched() -> None:
    """An overpayment's return moves neither the status nor the fee's refund, and does not keep the request open."""
    desk = Desk().examine()
    before = desk.state
    told(desk, found("pay-1-2"))
    assert (desk.state.status, desk.state.money.refund) == (before.status, RefundStatus.NONE)
    told(desk, returned("pay-1-2"))
    after = desk.state.model_copy(update={"place": before.place})
    assert after.money.overpayments[0].refund is RefundStatus.DONE
    assert after.model_copy(update={"money": before.money}) == before


def test_money_that_comes_after_a_lapse_is_an_overpayment() -> None:
    """Nothing was captured, the request has lapsed: what turns up later bought nothing."""
    desk = Desk().clear()
    desk.record(PaymentRequested, payment_id="pay-1", amount=300)
    desk.record(Lapsed, reason=LapseReason.UNPAID)
    assert desk.state.status is Status.LAPSED
    assert told(desk, found("pay-1")) == ["overpayment_found"]


def test_any_order_of_facts_ends_with_one_fee_and_the_rest_back() -> None:
    """Captured minus returned is the fee, whatever is told twice, early or late; the fold is the same step by step."""
    for seed in range(200):
        chance = Random(seed)
        desk, charges = Desk().examine(), ["pay-1", *(f"pay-1-{number}" for number in range(2, 6))]
        captured = {"pay-1"} | {charge for charge in charges if chance.random() < 0.7}
        facts = [make(charge) for charge in captured for make in (found, returned) for _ in range(3)]
        chance.shuffle(facts)
        told(desk, *facts, *(make(charge) for make in (found, returned) for charge in captured))
        money = desk.state.money
        assert {each.charge_id for each in money.overpayments} == captured - {"pay-1"}
        assert all(each.refund is RefundStatus.DONE for each in money.overpayments)
        state = None
        for event in desk.events:
            state = evolve(state, event)
        assert state == desk.state

"""What was paid: where it goes, by rule and ending, and when a request is closed."""

import pytest
from fixtures.desk import (
    APPROVER,
    EXAMINER,
    REASONS,
    REMARK,
    Desk,
    terms_of,
)

from domain.actors import APPLICANT
from domain.cases.event import Event
from domain.certificates import commands as c
from domain.certificates.events import Lapsed
from domain.certificates.identity_events import IdentityRefused
from domain.certificates.money_events import PaymentRequested, RefundDue, Refunded, RefundHandedToOfficer
from domain.certificates.money_owed import Consequence, FeeFate, consequence_of
from domain.certificates.status import LapseReason, RefundStatus
from domain.certificates.terms import RefundRule
from domain.errors import DomainError


def _rule(**rule: bool) -> RefundRule:
    return RefundRule(**({"on_withdrawal": False, "on_rejection": False, "on_lapse": False} | rule))


@pytest.mark.parametrize("owed", [True, False])
@pytest.mark.parametrize("ending", ["withdrawal", "rejection", "lapse"])
def test_what_was_paid_goes_back_by_rule_and_ending(ending: str, owed: bool) -> None:
    """Each ending looks at its own line of the ordinance."""
    desk = Desk(terms_of(refund=_rule(**{f"on_{ending}": owed}))).examine()
    if ending == "withdrawal":
        desk.decide(c.Withdraw(), APPLICANT)
    elif ending == "rejection":
        desk.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
        desk.decide(c.Reject(), APPROVER)
    else:
        desk.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
        desk.record(Lapsed, reason=LapseReason.NOT_CORRECTED)
    assert desk.state.money.refund is (RefundStatus.DUE if owed else RefundStatus.NONE)
    assert desk.state.closed is not owed


@pytest.mark.parametrize(
    ("ending", "rule", "owed"),
    [
        ("withdrawn", _rule(on_withdrawal=True), True),
        ("withdrawn", _rule(), False),  # paid before, told after: the ordinance keeps it
        ("withdrawn too early", _rule(), True),  # paid after: bought nothing
        ("rejected", _rule(on_rejection=True), True),
        ("rejected", _rule(), False),
        ("lapsed", _rule(), True),  # bought nothing, so it always goes back
    ],
)
def test_money_that_comes_after_the_end(ending: str, rule: RefundRule, owed: bool) -> None:
    """A capture that was under way when the request ended is recorded, and goes back where it must."""
    desk = Desk(terms_of(refund=rule)).clear()
    desk.record(PaymentRequested, payment_id="pay-1", amount=300)
    before = desk.now
    if ending.startswith("withdrawn"):
        desk.decide(c.Withdraw(), APPLICANT)
    elif ending == "lapsed":
        desk.record(Lapsed, reason=LapseReason.UNPAID)
    else:
        desk = Desk(terms_of(refund=rule))
        desk.record(IdentityRefused, evidence="", reasons=("expired",))
    status = desk.status
    assert desk.state.closed
    desk.capture(before if ending == "withdrawn" else None)
    assert (desk.status, desk.state.closed) == (status, not owed)
    with pytest.raises(DomainError):
        desk.capture()


@pytest.mark.parametrize(
    ("fact", "facts", "refund"),
    [
        (Refunded, {"method": "cancellation"}, RefundStatus.DONE),
        (Refunded, {"method": "refund"}, RefundStatus.DONE),
        (RefundHandedToOfficer, {"officer": "officer-kimura"}, RefundStatus.WITH_OFFICER),
    ],
)
def test_a_request_closes_when_the_money_is_where_it_belongs(
    fact: type[Event], facts: dict[str, str], refund: RefundStatus
) -> None:
    """Back, or with a named officer; once."""
    desk = Desk().examine()
    desk.decide(c.Withdraw(), APPLICANT)
    assert not desk.state.closed
    desk.record(fact, payment_id="pay-1", **facts)
    assert (desk.state.money.refund, desk.state.closed) == (refund, True)
    with pytest.raises(DomainError):
        desk.record(fact, payment_id="pay-1", **facts)


@pytest.mark.parametrize(
    ("is_paid", "keeps", "means"),
    [
        (False, False, Consequence(FeeFate.NOT_PAID, 0)),
        (False, True, Consequence(FeeFate.NOT_PAID, 0)),
        (True, False, Consequence(FeeFate.COMES_BACK, 300)),
        (True, True, Consequence(FeeFate.STAYS, 0)),
    ],
)
def test_what_a_withdrawal_means_for_the_fee_is_what_it_does(*, is_paid: bool, keeps: bool, means: Consequence) -> None:
    desk = Desk(terms_of(refund=_rule(on_withdrawal=not keeps))).clear()
    if is_paid:
        desk.pay()
    assert consequence_of(desk.state) == means
    caused = desk.decide(c.Withdraw(), APPLICANT)
    due = [each.amount for each in caused if isinstance(each, RefundDue)]
    assert due == ([means.yen] if means.yen else [])

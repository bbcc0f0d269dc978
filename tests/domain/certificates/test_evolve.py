"""What each event leaves in the state, beside its status: found missing by mutants that no other test noticed."""

from datetime import timedelta

import pytest
from fixtures.desk import (
    APPROVER,
    DISPATCHER,
    EXAMINER,
    NUMBERS,
    REACHABLE,
    REASONS,
    REMARK,
    START,
    Desk,
    desk_at,
)

from domain.actors import APPLICANT
from domain.certificates import commands as c
from domain.certificates.events import DeadlineSet
from domain.certificates.identity_events import Held
from domain.certificates.paper_events import Delivered, DeliveryConfirmed
from domain.certificates.state import Delivery, RequestState
from domain.certificates.status import HoldStage, Proposal, Status
from domain.certificates.terms import DeadlineKind


@pytest.mark.parametrize("status", REACHABLE)
def test_no_event_writes_what_a_state_does_not_have(status: Status) -> None:
    state = desk_at(status).state
    assert RequestState.model_validate(state.model_dump()) == state


def test_a_payment_is_known_by_its_id_before_and_after_it_is_captured() -> None:
    desk = Desk().clear()
    desk.pay()
    assert desk.state.money.payment_id == "pay-1"
    assert desk.state.money.charge_id == "pay-1"
    assert desk.state.money.provider_reference == "ref"
    assert desk.state.due == {}


def test_who_proposes_a_case_nobody_took_has_it_from_then_on() -> None:
    desk = Desk().examine()
    desk.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    examination = desk.state.examination
    assert (examination.examiner, examination.proposer) == (EXAMINER.id, EXAMINER.id)
    assert (examination.proposal, examination.reasons) == (Proposal.REJECT, REASONS)


def test_a_remand_takes_the_proposal_back_and_leaves_the_examiner() -> None:
    desk = Desk().propose(c.ProposeRejection(reasons=REASONS))
    desk.decide(c.Remand(), APPROVER)
    examination = desk.state.examination
    assert (examination.proposer, examination.proposal, examination.reasons) == (None, None, ())
    assert examination.examiner == EXAMINER.id


def test_sending_a_held_case_back_ends_its_hold() -> None:
    desk = Desk().clear(clear=False)
    assert desk.state.identity.hold is HoldStage.ELIGIBILITY
    desk.open_finding(EXAMINER).decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    assert desk.state.identity.hold is None
    assert desk.state.paused_at == desk.now


@pytest.mark.parametrize("signed_anew", [True, False])
def test_a_correction_begins_anew_and_judges_the_card_as_of_its_own_signature(*, signed_anew: bool) -> None:
    """Where the same signature came again, the card is judged as of its first arrival."""
    desk = Desk().examine()
    desk.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    returned = desk.now
    arrived = desk.now + timedelta(minutes=1) if signed_anew else None
    desk.decide(c.Correct(revision=2, resigned=signed_anew, signature_arrived_at=arrived), APPLICANT)
    state = desk.state
    assert state.signature_arrived_at == (arrived or START)
    assert state.due == {}
    assert state.paused_at is None
    assert state.paused_seconds == (desk.now - returned).total_seconds()


def test_a_withdrawal_leaves_no_deadline_and_its_own_instant() -> None:
    desk = Desk().clear()
    desk.decide(c.Withdraw(), APPLICANT)
    assert desk.state.due == {}
    assert desk.state.withdrawn_at == desk.now


def test_the_weight_of_what_was_printed_is_the_letters() -> None:
    assert Desk().issue().state.post.weight_grams > 0


def test_an_assumed_delivery_that_is_reported_later_keeps_the_time_in_which_a_letter_may_come_back() -> None:
    desk = desk_at(Status.DISPATCHED)
    desk.record(Delivered)
    assert (desk.state.post.delivery, desk.state.due) == (Delivery.ASSUMED, {})
    may_come_back_until = desk.now + timedelta(days=90)
    desk.record(DeadlineSet, deadline=DeadlineKind.LATE_RETURN, due_at=may_come_back_until)
    desk.record(DeliveryConfirmed, event_id="scan-1")
    assert desk.state.post.delivery is Delivery.REPORTED
    assert desk.state.due == {DeadlineKind.LATE_RETURN: may_come_back_until}


def test_a_letter_sent_again_is_not_delivered_yet() -> None:
    desk = desk_at(Status.MAIL_RETURNED)
    desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[1]), DISPATCHER)
    post = desk.state.post
    assert (post.delivery, post.confirmed, post.accepted_at) == (None, True, None)


def test_a_hold_before_issue_waits_for_its_finding() -> None:
    desk = Desk().approve().hold_before_issue()
    assert desk.state.identity.hold is HoldStage.BEFORE_ISSUE
    assert isinstance(desk.events[-1], Held)
    assert DeadlineKind.PAYMENT not in desk.state.due

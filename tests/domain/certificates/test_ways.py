"""The ways of a request: rounds, holds, money and mail, and what each leaves in the state."""

from datetime import timedelta

import pytest
from fixtures.desk import (
    APPROVER,
    CLOSED_DESK,
    DISPATCHER,
    EXAMINER,
    NUMBERS,
    REASONS,
    REMARK,
    REQUEST,
    Desk,
    desk_at,
    terms_of,
)

from domain import ids
from domain.actors import APPLICANT
from domain.cases.citizen import Proof
from domain.cases.event import DecisionRefused
from domain.certificates import commands as c
from domain.certificates.events import DeadlineSet, Lapsed
from domain.certificates.examination_events import Rejected, RejectionWanted
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.paper_events import Delivered, HandedOver, HandOverRefused, MailReturned
from domain.certificates.status import LapseReason, RefundStatus, Status
from domain.certificates.terms import DeadlineKind, PaymentOrder, RefundRule
from domain.errors import DomainError, ErrorCode
from domain.postal.letters import ReturnReason

AFTER = terms_of(order=PaymentOrder.AFTER_APPROVAL)


def _rule(**rule: bool) -> RefundRule:
    return RefundRule(**({"on_withdrawal": False, "on_rejection": False, "on_lapse": False} | rule))


@pytest.mark.parametrize("order", PaymentOrder)
@pytest.mark.parametrize("fee", [300, 0])
def test_both_orders_and_the_exempt_reach_the_end(order: PaymentOrder, fee: int) -> None:
    """A fee is asked for once, where the city's order says, and never of the exempt."""
    desk = Desk(terms_of(order=order, fee=fee)).dispatch()
    desk.record(Delivered, event_id="scan-9")
    assert (desk.status, desk.state.ended) == (Status.COMPLETED, True)
    assert [event.type for event in desk.events].count("payment_captured") == (1 if fee else 0)
    assert desk.state.money.is_captured is bool(fee)


def test_paid_first_is_examined_paid_after_approval_is_printed() -> None:
    """Where a payment leads depends on whether the case is approved."""
    first = Desk().clear()
    assert first.status is Status.AWAITING_PAYMENT
    assert first.pay().status is Status.UNDER_EXAMINATION
    after = Desk(AFTER).propose()
    after.decide(c.Approve(), APPROVER)
    assert after.status is Status.AWAITING_PAYMENT
    assert after.pay().status is Status.ISSUING


def test_a_correction_establishes_everything_anew() -> None:
    """補正: verified, applicant, proposal and releases are forgotten; examiner, payment and revision stand."""
    desk = Desk().approve().hold_before_issue()
    desk.release(EXAMINER, CLOSED_DESK)
    desk.hold_before_issue().open_finding(EXAMINER)
    desk.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    assert desk.state.examination.remarks == (REMARK,)
    desk.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    state = desk.state
    assert (state.status, state.revision) == (Status.VERIFYING, 2)
    assert state.identity == type(state.identity)(looks=2)
    assert state.examination == type(state.examination)(
        examiner=EXAMINER.id, also_handled_by=(EXAMINER.id, CLOSED_DESK.id)
    )
    assert state.money.is_captured
    assert state.due == {}
    desk.clear()
    assert desk.status is Status.UNDER_EXAMINATION


def test_a_correction_needs_a_newer_revision() -> None:
    """The same revision cannot come back."""
    desk = desk_at(Status.RETURNED)
    desk.decide(c.Correct(revision=3, resigned=False), APPLICANT)
    desk.clear().decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    with pytest.raises(DomainError) as refused:
        desk.decide(c.Correct(revision=3, resigned=False), APPLICANT)
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW


def test_the_clock_of_the_processing_time_stands_while_the_citizen_corrects() -> None:
    """標準処理期間: each round of correction is added up, and nothing else is."""
    desk = desk_at(Status.RETURNED)
    assert desk.state.paused_at == desk.now
    desk.now += timedelta(days=2)
    desk.decide(c.Correct(revision=2, resigned=False), APPLICANT)
    first = timedelta(days=2, minutes=1).total_seconds()
    assert (desk.state.paused_at, desk.state.paused_seconds) == (None, first)
    desk.now += timedelta(days=5)
    desk.clear().decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    desk.now += timedelta(days=1)
    desk.decide(c.Correct(revision=3, resigned=False), APPLICANT)
    assert desk.state.paused_seconds == first + timedelta(days=1, minutes=1).total_seconds()


def test_a_remand_goes_to_the_examiner_and_a_return_to_the_citizen() -> None:
    """差戻し to the examiner is invisible to the citizen: no remarks, no pause."""
    remanded = Desk().propose()
    remanded.decide(c.Remand(), APPROVER)
    assert (remanded.status, remanded.state.paused_at) == (Status.UNDER_EXAMINATION, None)
    returned = desk_at(Status.RETURNED)
    assert returned.state.paused_at is not None


def test_a_remanded_proposal_about_a_held_request_goes_back_to_the_closed_desk() -> None:
    """A held case never slips into the open list."""
    desk = desk_at(Status.HELD).open_finding(EXAMINER)
    desk.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    desk.decide(c.Remand(), APPROVER)
    assert desk.status is Status.HELD


def test_who_rejects_what_was_proposed_for_issue_says_why_and_the_examiner_proposes_it() -> None:
    """No rejection by one alone: without a ground of the approver's nothing happens, with one the case goes back."""
    desk = Desk().propose()
    with pytest.raises(DomainError) as refused:
        desk.decide(c.Reject(), APPROVER)
    assert refused.value.code is ErrorCode.REASON_MISSING
    (wanted,) = desk.decide(c.Reject(reasons=REASONS), APPROVER, "reject-for-cause")
    assert isinstance(wanted, RejectionWanted)
    assert (wanted.reasons, wanted.by) == (REASONS, APPROVER.id)
    assert (desk.status, desk.state.examination.proposal) == (Status.UNDER_EXAMINATION, None)
    assert desk.state.money.refund is RefundStatus.NONE
    assert desk.decide(c.Reject(reasons=REASONS), APPROVER, "reject-for-cause") == ()
    desk.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    desk.decide(c.Reject(), APPROVER)
    assert desk.status is Status.REJECTED


def test_an_examiner_who_disagrees_proposes_issue_again() -> None:
    """The ground is a reason to examine, no order: reasons the approver named are not silently the examiner's."""
    desk = Desk().propose()
    desk.decide(c.Reject(reasons=REASONS), APPROVER)
    with pytest.raises(DomainError):
        desk.decide(c.ProposeRejection(), EXAMINER)
    desk.decide(c.ProposeApproval(), EXAMINER)
    with pytest.raises(DomainError):
        desk.decide(c.Reject(), APPROVER)
    assert desk.decide(c.Approve(), APPROVER)


def test_a_held_request_can_only_be_rejected() -> None:
    """An approver cannot approve what was proposed to be rejected."""
    desk = desk_at(Status.HELD).open_finding(EXAMINER)
    desk.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    with pytest.raises(DomainError):
        desk.decide(c.Approve(), APPROVER)
    desk.decide(c.Reject(), APPROVER)
    rejected = desk.events[-1]
    assert isinstance(rejected, Rejected)
    assert rejected.reasons == REASONS


def test_a_check_of_another_stage_is_refused() -> None:
    """The check before printing counts before printing only."""
    with pytest.raises(DomainError):
        Desk().identify().record(EligibilityConfirmed, stage="before_issue", evidence="e")
    with pytest.raises(DomainError):
        Desk().approve().record(EligibilityConfirmed, stage="eligibility", evidence="e")


def test_the_same_decision_twice_is_one() -> None:
    """Also when the status has moved on since, and never a second event."""
    desk = Desk().examine()
    assert desk.decide(c.Take(), EXAMINER, "decision-of-sato")
    assert desk.decide(c.Take(), EXAMINER, "decision-of-sato") == ()
    desk.decide(c.ProposeApproval(), EXAMINER)
    assert desk.decide(c.Take(), EXAMINER, "decision-of-sato") == ()


def test_a_refused_decision_may_be_tried_again() -> None:
    """A refusal does not use up the decision's id."""
    desk = Desk()
    refused = DecisionRefused(
        at=desk.now, by=EXAMINER.id, decision_id="decision-9", action="take", code="not_allowed_now"
    )
    desk.events.append(refused)
    desk.examine()
    assert desk.decide(c.Take(), EXAMINER, "decision-9")


def test_returned_mail_is_sent_again_as_another_letter() -> None:
    """Number by number, letter by letter, with its own delivery deadline."""
    desk = Desk().dispatch()
    desk.record(DeadlineSet, deadline=DeadlineKind.DELIVERY, due_at=desk.now)
    desk.record(MailReturned, reason=ReturnReason.MOVED, event_id="scan-2")
    assert desk.state.due == {}
    desk.record(DeadlineSet, deadline=DeadlineKind.RETURNED_MAIL, due_at=desk.now)
    desk.decide(c.ConfirmDispatch(tracking_number="1234-5678-914"), DISPATCHER)
    post = desk.state.post
    assert (post.letter_id, post.tracking_number) == (ids.letter_id(REQUEST, 2), NUMBERS[1])
    assert (desk.status, desk.state.due) == (Status.READY_TO_DISPATCH, {})
    desk.hand_over()
    desk.record(Delivered, event_id="scan-5")
    assert desk.status is Status.COMPLETED


def test_a_refused_letter_gets_another_number() -> None:
    """One number at a time: the next only after the post refused the last."""
    desk = Desk().issue()
    desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[0]), DISPATCHER)
    with pytest.raises(DomainError):
        desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[1]), DISPATCHER)
    with pytest.raises(DomainError):  # of another letter
        desk.record(HandOverRefused, letter_id=ids.letter_id(REQUEST, 9), code="tracking_number_in_use")
    desk.record(HandOverRefused, letter_id=desk.state.post.letter_id or "", code="tracking_number_in_use")
    desk.decide(c.ConfirmDispatch(tracking_number=NUMBERS[1]), DISPATCHER)
    with pytest.raises(DomainError):
        desk.record(HandedOver, letter_id=ids.letter_id(REQUEST, 1), accepted_at=desk.now)
    desk.hand_over()
    assert desk.status is Status.DISPATCHED


def test_destroyed_mail_ends_the_request_with_a_record() -> None:
    """Who and when, and no refund: the certificate was made and sent."""
    desk = Desk(terms_of(refund=_rule(on_lapse=True))).send_back()
    desk.decide(c.DestroyReturnedMail(), DISPATCHER)
    assert (desk.status, desk.events[-1].by, desk.state.money.refund) == (
        Status.LAPSED,
        DISPATCHER.id,
        RefundStatus.NONE,
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [(Status.AWAITING_PAYMENT, LapseReason.NOT_CORRECTED), (Status.RETURNED, LapseReason.UNPAID)],
)
def test_a_deadline_lapses_its_own_step_only(status: Status, reason: LapseReason) -> None:
    """A timer that fires late cannot end another step."""
    with pytest.raises(DomainError):
        desk_at(status).record(Lapsed, reason=reason)


def test_the_posts_word_about_a_letter_is_kept_with_its_scan() -> None:
    """The scan's id stands in the event: the same scan told again is known by it."""
    desk = Desk().dispatch()
    (returned,) = desk.record(MailReturned, reason=ReturnReason.MOVED, event_id="scan-7")

    assert isinstance(returned, MailReturned)
    assert (returned.event_id, returned.reason) == ("scan-7", ReturnReason.MOVED)


def test_a_withdrawal_keeps_how_it_is_known_that_the_applicant_came() -> None:
    """By the code that was mailed, here; an auditor reads it in the entry."""
    withdrawn, *_ = Desk().examine().decide(c.Withdraw(proof=Proof.CODE), APPLICANT)

    assert withdrawn.proof is Proof.CODE

"""The rules: which events a command causes in a state, or why not. Pure: no clock, no randomness, no I/O."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain import ids
from domain.actors import SYSTEM, Actor
from domain.cases.decision import Command
from domain.cases.vouchers import VALID_FOR
from domain.certificates import commands as c
from domain.certificates import events as e
from domain.certificates.authority import require
from domain.certificates.holds import WaysOut, require_grounds, role_at_hold
from domain.certificates.state import RequestState
from domain.certificates.status import HoldStage, LapseReason, Proposal, Status
from domain.certificates.transitions import EVENTS_OF, may_leave
from domain.errors import DomainError, ErrorCode
from domain.postal.tracking import parse_tracking_number

Events = tuple[e.AnyEvent, ...]


class _Facts:
    """What every rule is given beside the state: the request's id, who acts, when, and the id of the decision."""

    def __init__(self, case_id: str, actor: Actor, at: datetime, decision_id: str, ways: WaysOut | None = None) -> None:
        self.case_id = case_id
        self.stamp = {"at": at, "by": actor.id}
        self.decision = {**self.stamp, "decision_id": decision_id}
        self.at = at
        self.actor = actor
        self.ways = ways


def decide(
    case_id: str, state: RequestState, decision: c.Decision, at: datetime, ways: WaysOut | None = None
) -> Events:
    """Return the events of a human decision; none when the same decision was taken before.

    `ways` are those out of the hold that stands; without them a hold with a finding is closed.

    Raises DomainError with the codes of `authority.require`, HOLD_WAY_CLOSED, REASON_MISSING, REMARK_MISSING,
    TRACKING_NUMBER_INVALID, TRACKING_NUMBER_IN_USE, or IDEMPOTENCY_CONFLICT when the same person took another decision
    under this id. NOT_ALLOWED_NOW for a voucher that is older than VALID_FOR.
    """
    command = decision.command
    taken = state.decisions.get(decision.key)
    if taken in EVENTS_OF[command.action]:
        return ()
    if taken is not None:
        raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT, action=command.action)
    if decision.voucher is not None and at - decision.voucher.at > VALID_FOR:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, why="too_late")
    require(state, command.action, decision.actor, ways)
    return _RULES[type(command)](state, command, _Facts(case_id, decision.actor, at, decision.decision_id, ways))


def record(case_id: str, state: RequestState, command: c.SystemCommand, at: datetime) -> Events:
    """Return the events of a machine fact. Raises DomainError(NOT_ALLOWED_NOW) when it comes at the wrong moment."""
    require(state, command.action, SYSTEM)
    return _RULES[type(command)](state, command, _Facts(case_id, SYSTEM, at, ""))


def _withdraw(state: RequestState, command: c.Withdraw, facts: _Facts) -> Events:
    return (
        e.Withdrawn(**facts.decision, proof=command.proof),
        *_refund_due(state, facts, owed=state.terms.refund.on_withdrawal),
    )


def _refund_due(state: RequestState, facts: _Facts, *, owed: bool) -> Events:
    if not (owed and state.money.captured and state.money.payment_id):
        return ()
    return (e.RefundDue(**facts.stamp, payment_id=state.money.payment_id, amount=state.terms.amount),)


def _correct(state: RequestState, command: c.Correct, facts: _Facts) -> Events:
    if command.revision <= state.revision:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action="correct", revision=command.revision)
    return (e.Corrected(**facts.decision, **command.model_dump(exclude={"action"})),)


def _take(_state: RequestState, _command: c.Take, facts: _Facts) -> Events:
    return (e.CaseTaken(**facts.decision),)


def _propose_approval(_state: RequestState, _command: c.ProposeApproval, facts: _Facts) -> Events:
    return (e.ApprovalProposed(**facts.decision),)


def _propose_rejection(state: RequestState, command: c.ProposeRejection, facts: _Facts) -> Events:
    if not command.reasons:
        raise DomainError(ErrorCode.REASON_MISSING, action=command.action)
    require_grounds(state, command.reasons, facts.ways)
    return (e.RejectionProposed(**facts.decision, reasons=command.reasons),)


def _return_to_applicant(_state: RequestState, command: c.ReturnToApplicant, facts: _Facts) -> Events:
    if not command.remarks:
        raise DomainError(ErrorCode.REMARK_MISSING, action=command.action)
    return (e.ReturnedToApplicant(**facts.decision, remarks=command.remarks),)


def _open_finding(state: RequestState, command: c.OpenFinding, facts: _Facts) -> Events:
    if facts.actor.id in state.identity.opened_by:
        return ()  # known already; the access ledger has every opening
    return (e.FindingOpened(**facts.decision, stage=_stage(state), ground=command.ground),)


def _release_hold(state: RequestState, _command: c.ReleaseHold, facts: _Facts) -> Events:
    kind = e.HoldReleased if state.identity.release_proposed_by else e.ReleaseProposed
    return (kind(**facts.decision, stage=_stage(state), role=role_at_hold(facts.actor)),)


def _check_again(state: RequestState, _command: c.CheckAgain, facts: _Facts) -> Events:
    return (e.CheckRepeated(**facts.decision, stage=_stage(state)),)


def _stage(state: RequestState) -> HoldStage:
    return state.identity.hold or HoldStage.ELIGIBILITY


def _approve(_state: RequestState, _command: c.Approve, facts: _Facts) -> Events:
    return (e.Approved(**facts.decision),)


def _reject(state: RequestState, command: c.Reject, facts: _Facts) -> Events:
    for_issue = state.examination.proposal is Proposal.APPROVE
    reasons = command.reasons if for_issue else command.reasons or state.examination.reasons
    if not reasons:
        raise DomainError(ErrorCode.REASON_MISSING, action=command.action)
    if for_issue:
        return (e.RejectionWanted(**facts.decision, reasons=reasons),)
    if state.identity.hold and reasons != state.examination.reasons:
        # Whoever has not seen the finding does not choose what the citizen is told of it: they remand.
        raise DomainError(ErrorCode.HOLD_WAY_CLOSED, action=command.action)
    rejected = e.Rejected(**facts.decision, reasons=reasons)
    return (rejected, *_refund_due(state, facts, owed=state.terms.refund.on_rejection))


def _remand(_state: RequestState, command: c.Remand, facts: _Facts) -> Events:
    return (e.RemandedToExaminer(**facts.decision, reason=command.reason),)


def _confirm_dispatch(state: RequestState, command: c.ConfirmDispatch, facts: _Facts) -> Events:
    if not may_leave(state):
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    number = parse_tracking_number(command.tracking_number)
    if number in state.post.returned:  # the old label is still on the envelope
        raise DomainError(ErrorCode.TRACKING_NUMBER_IN_USE, case_id=facts.case_id)
    letter = ids.letter_id(facts.case_id, state.post.attempt + 1)
    return (e.DispatchConfirmed(**facts.decision, letter_id=letter, tracking_number=number),)


def _record_returned_mail(_state: RequestState, command: c.RecordReturnedMail, facts: _Facts) -> Events:
    return (e.MailReturned(**facts.decision, reason=command.reason),)


def _destroy_returned_mail(_state: RequestState, _command: c.DestroyReturnedMail, facts: _Facts) -> Events:
    return (e.ReturnedMailDestroyed(**facts.decision),)


def _record_identity(state: RequestState, command: c.RecordIdentity, facts: _Facts) -> Events:
    if command.verified:
        source = command.revocation_source
        return (e.IdentityVerified(**facts.stamp, evidence=command.evidence, revocation_source=source),)
    if not command.reasons:
        return (e.Held(**facts.stamp, stage=HoldStage.IDENTITY),)
    refused = e.IdentityRefused(**facts.stamp, evidence=command.evidence, reasons=command.reasons)
    return (refused, *_refund_due(state, facts, owed=state.terms.refund.on_rejection))


def _record_eligibility(state: RequestState, command: c.RecordEligibility, facts: _Facts) -> Events:
    before_issue = command.stage is HoldStage.BEFORE_ISSUE
    if before_issue != (state.status is Status.ISSUING) or not state.identity.verified:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    kind = e.EligibilityConfirmed if command.clear else e.Held
    return (kind(**facts.stamp, **command.model_dump(exclude={"action", "clear", "ways"})),)


def _record_unprintable(_state: RequestState, _command: c.RecordUnprintable, facts: _Facts) -> Events:
    return (e.Held(**facts.stamp, stage=HoldStage.PRINT),)


def _set_deadline(_state: RequestState, command: c.SetDeadline, facts: _Facts) -> Events:
    return (e.DeadlineSet(**facts.stamp, deadline=command.deadline, due_at=command.due_at),)


def _request_payment(state: RequestState, command: c.RequestPayment, facts: _Facts) -> Events:
    return (e.PaymentRequested(**facts.stamp, payment_id=command.payment_id, amount=state.terms.amount),)


def _record_payment(state: RequestState, command: c.RecordPayment, facts: _Facts) -> Events:
    if state.money.captured:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    if command.amount != state.terms.amount:
        raise DomainError(ErrorCode.AMOUNT_DIFFERS, payment_id=command.payment_id)
    captured = e.PaymentCaptured(**facts.stamp, **command.model_dump(exclude={"action"}))
    owed = state.ended and _owed_after(state, command.captured_at)
    due = (e.RefundDue(**facts.stamp, payment_id=command.payment_id, amount=command.amount),) if owed else ()
    return (captured, *due)


def _owed_after(state: RequestState, captured_at: datetime) -> bool:
    """Say whether money that is found after the end must go back.

    Paid after a lapse or a withdrawal it bought nothing, so it always goes back; otherwise the ordinance's rule decides.
    """
    rule = state.terms.refund
    too_late = state.withdrawn_at is not None and captured_at >= state.withdrawn_at
    return {
        Status.WITHDRAWN: too_late or rule.on_withdrawal,
        Status.REJECTED: rule.on_rejection,
        Status.LAPSED: True,
    }[state.status]


def _record_issuance(state: RequestState, command: c.RecordIssuance, facts: _Facts) -> Events:
    if not (may_leave(state) and state.identity.cleared_for_issue):
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    return (e.CertificateIssued(**facts.stamp, **command.model_dump(exclude={"action"})),)


def _record_hand_over(state: RequestState, command: c.RecordHandOver, facts: _Facts) -> Events:
    if not state.post.confirmed or command.letter_id != state.post.letter_id:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    return (e.HandedOver(**facts.stamp, letter_id=command.letter_id, accepted_at=command.accepted_at),)


def _record_hand_over_refusal(state: RequestState, command: c.RecordHandOverRefusal, facts: _Facts) -> Events:
    if not state.post.confirmed or command.letter_id != state.post.letter_id:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    return (e.HandOverRefused(**facts.stamp, letter_id=command.letter_id, code=command.code),)


def _record_delivery(state: RequestState, command: c.RecordDelivery, facts: _Facts) -> Events:
    if state.status is Status.COMPLETED:  # taken as delivered until now: only the post's word is news
        return (e.DeliveryConfirmed(**facts.stamp, event_id=command.event_id),) if command.event_id else ()
    return (e.Delivered(**facts.stamp, event_id=command.event_id),)


def _end_late_returns(_state: RequestState, _command: c.EndLateReturns, facts: _Facts) -> Events:
    return (e.LateReturnsOver(**facts.stamp),)


def _record_return(_state: RequestState, command: c.RecordReturn, facts: _Facts) -> Events:
    return (e.MailReturned(**facts.stamp, reason=command.reason, event_id=command.event_id),)


def _lapse(state: RequestState, command: c.Lapse, facts: _Facts) -> Events:
    fits = {LapseReason.UNPAID: Status.AWAITING_PAYMENT, LapseReason.NOT_CORRECTED: Status.RETURNED}
    if fits.get(command.reason) is not state.status:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    lapsed = e.Lapsed(**facts.stamp, reason=command.reason)
    return (lapsed, *_refund_due(state, facts, owed=state.terms.refund.on_lapse))


def _record_refund(state: RequestState, command: c.RecordRefund, facts: _Facts) -> Events:
    payment = state.money.payment_id or ""
    if command.method == "officer":
        return (e.RefundHandedToOfficer(**facts.stamp, payment_id=payment, officer=command.officer),)
    return (e.Refunded(**facts.stamp, payment_id=payment, method=command.method),)


_RULES: dict[type[Command], Callable[[RequestState, Any, _Facts], Events]] = {
    c.Withdraw: _withdraw,
    c.Correct: _correct,
    c.Take: _take,
    c.ProposeApproval: _propose_approval,
    c.ProposeRejection: _propose_rejection,
    c.ReturnToApplicant: _return_to_applicant,
    c.OpenFinding: _open_finding,
    c.ReleaseHold: _release_hold,
    c.CheckAgain: _check_again,
    c.Approve: _approve,
    c.Reject: _reject,
    c.Remand: _remand,
    c.ConfirmDispatch: _confirm_dispatch,
    c.RecordReturnedMail: _record_returned_mail,
    c.DestroyReturnedMail: _destroy_returned_mail,
    c.RecordIdentity: _record_identity,
    c.RecordEligibility: _record_eligibility,
    c.RecordUnprintable: _record_unprintable,
    c.SetDeadline: _set_deadline,
    c.RequestPayment: _request_payment,
    c.RecordPayment: _record_payment,
    c.RecordIssuance: _record_issuance,
    c.RecordHandOver: _record_hand_over,
    c.RecordHandOverRefusal: _record_hand_over_refusal,
    c.RecordDelivery: _record_delivery,
    c.EndLateReturns: _end_late_returns,
    c.RecordReturn: _record_return,
    c.Lapse: _lapse,
    c.RecordRefund: _record_refund,
}

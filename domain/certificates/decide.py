"""The rules: which events a command causes in a state, or why not. Pure: no clock, no randomness, no I/O."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain import ids
from domain.cases.decision import Command
from domain.cases.vouchers import VALID_FOR
from domain.certificates import commands as c
from domain.certificates.authority import require, require_able
from domain.certificates.events import AnyEvent, Withdrawn
from domain.certificates.examination_events import (
    ApprovalProposed,
    Approved,
    CaseAssigned,
    CaseTaken,
    Corrected,
    Rejected,
    RejectionProposed,
    RejectionWanted,
    RemandedToExaminer,
    ReturnedToApplicant,
)
from domain.certificates.holds import WaysOut, require_grounds, role_at_hold
from domain.certificates.identity_events import CheckRepeated, FindingOpened, HoldReleased, ReleaseProposed
from domain.certificates.money_owed import refund_due
from domain.certificates.paper_events import DispatchConfirmed, MailReturned, ReturnedMailDestroyed
from domain.certificates.state import RequestState
from domain.certificates.status import HoldStage, Proposal
from domain.certificates.transitions import may_leave
from domain.errors import DomainError, ErrorCode
from domain.postal.tracking import parse_tracking_number

Events = tuple[AnyEvent, ...]


class _Given:
    """What every rule is given beside the state: the request's id, who acts, whom it names, when, the decision's id."""

    def __init__(self, case_id: str, decision: c.Decision, at: datetime, ways: WaysOut | None) -> None:
        self.case_id = case_id
        self.decision = {"at": at, "by": decision.actor.id, "decision_id": decision.decision_id}
        self.at = at
        self.actor = decision.actor
        self.named = decision.named
        self.ways = ways


def decide(
    case_id: str, state: RequestState, decision: c.Decision, at: datetime, ways: WaysOut | None = None
) -> Events:
    """Return the events of a human decision; none when the same decision was taken before.

    `ways` are those out of the hold that stands; without them a hold with a finding is closed.

    Raises DomainError with the codes of `authority.require`, ASSIGNEE_UNFIT, HOLD_WAY_CLOSED, REASON_MISSING, REMARK_MISSING,
    TRACKING_NUMBER_INVALID, TRACKING_NUMBER_IN_USE, or IDEMPOTENCY_CONFLICT when the same person took another decision
    under this id. NOT_ALLOWED_NOW for a voucher that is older than VALID_FOR.
    """
    command = decision.command
    taken = state.decisions.get(decision.key)
    if taken is not None:
        if command.is_recorded_as(taken):
            return ()
        raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT, action=command.action)
    if decision.voucher is not None and at - decision.voucher.at > VALID_FOR:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, why="too_late")
    require(state, type(command), decision.actor, ways)
    return _RULES[type(command)](state, command, _Given(case_id, decision, at, ways))


def _withdraw(state: RequestState, command: c.Withdraw, given: _Given) -> Events:
    return (
        Withdrawn(**given.decision, proof=command.proof),
        *refund_due(state, given.at, given.actor.id, owed=state.terms.refund.on_withdrawal),
    )


def _correct(state: RequestState, command: c.Correct, given: _Given) -> Events:
    if command.revision <= state.revision:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action="correct", revision=command.revision)
    return (Corrected(**given.decision, **command.model_dump(exclude={"action"})),)


def _take(_state: RequestState, _command: c.Take, given: _Given) -> Events:
    return (CaseTaken(**given.decision),)


def _assign(state: RequestState, command: c.Assign, given: _Given) -> Events:
    if command.officer == state.examination.examiner:
        return ()  # there it is
    if command.officer is not None:
        named = given.named if given.named is not None and given.named.id == command.officer else None
        require_able(state, command.action, named)
    return (CaseAssigned(**given.decision, officer=command.officer, reason=command.reason),)


def _propose_approval(_state: RequestState, _command: c.ProposeApproval, given: _Given) -> Events:
    return (ApprovalProposed(**given.decision),)


def _propose_rejection(state: RequestState, command: c.ProposeRejection, given: _Given) -> Events:
    if not command.reasons:
        raise DomainError(ErrorCode.REASON_MISSING, action=command.action)
    require_grounds(state, command.reasons, given.ways)
    return (RejectionProposed(**given.decision, reasons=command.reasons),)


def _return_to_applicant(_state: RequestState, command: c.ReturnToApplicant, given: _Given) -> Events:
    if not command.remarks:
        raise DomainError(ErrorCode.REMARK_MISSING, action=command.action)
    return (ReturnedToApplicant(**given.decision, remarks=command.remarks),)


def _open_finding(state: RequestState, command: c.OpenFinding, given: _Given) -> Events:
    if given.actor.id in state.identity.opened_by:
        return ()  # known already; the access ledger has every opening
    return (FindingOpened(**given.decision, stage=_stage(state), ground=command.ground),)


def _release_hold(state: RequestState, _command: c.ReleaseHold, given: _Given) -> Events:
    kind = HoldReleased if state.identity.release_proposed_by else ReleaseProposed
    return (kind(**given.decision, stage=_stage(state), role=role_at_hold(given.actor)),)


def _check_again(state: RequestState, _command: c.CheckAgain, given: _Given) -> Events:
    return (CheckRepeated(**given.decision, stage=_stage(state)),)


def _stage(state: RequestState) -> HoldStage:
    return state.identity.hold or HoldStage.ELIGIBILITY


def _approve(_state: RequestState, _command: c.Approve, given: _Given) -> Events:
    return (Approved(**given.decision),)


def _reject(state: RequestState, command: c.Reject, given: _Given) -> Events:
    for_issue = state.examination.proposal is Proposal.APPROVE
    reasons = command.reasons if for_issue else command.reasons or state.examination.reasons
    if not reasons:
        raise DomainError(ErrorCode.REASON_MISSING, action=command.action)
    if for_issue:
        return (RejectionWanted(**given.decision, reasons=reasons),)
    if state.identity.hold and reasons != state.examination.reasons:
        # Whoever has not seen the finding does not choose what the citizen is told of it: they remand.
        raise DomainError(ErrorCode.HOLD_WAY_CLOSED, action=command.action)
    rejected = Rejected(**given.decision, reasons=reasons)
    return (rejected, *refund_due(state, given.at, given.actor.id, owed=state.terms.refund.on_rejection))


def _remand(_state: RequestState, command: c.Remand, given: _Given) -> Events:
    return (RemandedToExaminer(**given.decision, reason=command.reason, note=command.note),)


def _confirm_dispatch(state: RequestState, command: c.ConfirmDispatch, given: _Given) -> Events:
    if not may_leave(state):
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action=command.action, status=state.status.value)
    number = parse_tracking_number(command.tracking_number)
    if number in state.post.returned:  # the old label is still on the envelope
        raise DomainError(ErrorCode.TRACKING_NUMBER_IN_USE, case_id=given.case_id)
    letter = ids.letter_id(given.case_id, state.post.attempt + 1)
    return (DispatchConfirmed(**given.decision, letter_id=letter, tracking_number=number),)


def _record_returned_mail(_state: RequestState, command: c.RecordReturnedMail, given: _Given) -> Events:
    return (MailReturned(**given.decision, reason=command.reason),)


def _destroy_returned_mail(_state: RequestState, _command: c.DestroyReturnedMail, given: _Given) -> Events:
    return (ReturnedMailDestroyed(**given.decision),)


_RULES: dict[type[Command], Callable[[RequestState, Any, _Given], Events]] = {
    c.Withdraw: _withdraw,
    c.Correct: _correct,
    c.Take: _take,
    c.Assign: _assign,
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
}

"""The one fold: state after an event. Used by the workflow, the read tables and the auditor's tools alike.

It never refuses and reads no clock: what happened, happened. A new event type must get its line here.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from domain.certificates import events as e
from domain.certificates import overpayment
from domain.certificates.state import Delivery, Examination, Identity, RequestState
from domain.certificates.status import HoldStage, Proposal, RefundStatus, Status
from domain.certificates.transitions import after_approval, after_payment, after_verification
from domain.ids import decision_key

# Where a check that gave no answer is made again.
_REPEATED_IN = {HoldStage.BEFORE_ISSUE: Status.ISSUING, HoldStage.PRINT: Status.AWAITING_PAYMENT}
_Change = dict[str, Any]
_NO_HOLD: _Change = {
    "hold": None,
    "hold_has_finding": False,
    "release_proposed_by": None,
    "release_proposed_in": None,
}


def evolve(state: RequestState | None, event: e.AnyEvent) -> RequestState:
    """Return the state after one more event; the first event of a request must be RequestReceived.

    Raises ValueError when it is not.
    """
    if isinstance(event, e.RequestReceived):
        return _opened(event)
    if state is None:
        raise ValueError("a request begins with request_received")
    changes = _FOLD[type(event)](state, event)
    decision = getattr(event, "decision_id", "")
    if decision and not isinstance(event, e.DecisionRefused):
        changes["decisions"] = {**state.decisions, decision_key(event.by, decision): event.type}
    return state.model_copy(update={"place": state.place + 1, **changes})


def fold(events: Iterable[e.AnyEvent], state: RequestState | None = None) -> RequestState | None:
    """Return the state after all events in order; None when there are none."""
    for event in events:
        state = evolve(state, event)
    return state


def _opened(event: e.RequestReceived) -> RequestState:
    return RequestState(
        place=1,
        status=Status.VERIFYING,
        case_number=event.case_number,
        municipality=event.municipality,
        kind=event.kind,
        options=event.options,
        copies=event.copies,
        received_at=event.received_at,
        signature_arrived_at=event.received_at,
        terms=event.terms,
    )


def _nothing(_state: RequestState, _event: e.Event) -> _Change:
    return {}


def _identity_verified(state: RequestState, _event: e.IdentityVerified) -> _Change:
    return {"identity": state.identity.model_copy(update={"verified": True})}


def _ended(status: Status) -> Callable[[RequestState, Any], _Change]:
    return lambda _state, _event: {"status": status, "due": {}}


def _eligibility_confirmed(state: RequestState, event: e.EligibilityConfirmed) -> _Change:
    identity = state.identity.model_copy(update={"applicant": event.applicant or state.identity.applicant})
    if event.stage is HoldStage.BEFORE_ISSUE:
        return {"identity": identity.model_copy(update={"cleared_for_issue": True, **_looked(state)})}
    return {"identity": identity, "status": after_verification(state)}


def _looked(state: RequestState) -> _Change:
    look = state.identity.looks + 1
    return {"looks": look, "last_look": look}


def _held(state: RequestState, event: e.Held) -> _Change:
    answered = bool(event.evidence)
    held = {
        **_NO_HOLD,
        "opened_by": (),
        "hold": event.stage,
        "hold_has_finding": answered,
        "ever_held": state.identity.ever_held or answered,
        **(_looked(state) if answered and event.stage is HoldStage.BEFORE_ISSUE else {}),
        "cleared_for_issue": False,
        "applicant": event.applicant or state.identity.applicant,
    }
    return {"status": Status.HELD, "identity": state.identity.model_copy(update=held)}


def _finding_opened(state: RequestState, event: e.FindingOpened) -> _Change:
    opened = tuple(dict.fromkeys((*state.identity.opened_by, event.by)))
    identity = state.identity.model_copy(update={"opened_by": opened})
    return {"identity": identity, "examination": _handled(state, event.by)}


def _release_proposed(state: RequestState, event: e.ReleaseProposed) -> _Change:
    proposed = {"release_proposed_by": event.by, "release_proposed_in": event.role}
    return {"identity": state.identity.model_copy(update=proposed)}


def _hold_released(state: RequestState, event: e.HoldReleased) -> _Change:
    before_issue = event.stage is HoldStage.BEFORE_ISSUE
    identity = state.identity.model_copy(update={**_NO_HOLD, "cleared_for_issue": before_issue})
    return {"identity": identity, "status": Status.ISSUING if before_issue else after_verification(state)}


def _check_repeated(state: RequestState, event: e.CheckRepeated) -> _Change:
    """Nobody can look at nothing: the check that gave no answer is made again."""
    status = _REPEATED_IN.get(event.stage, Status.VERIFYING)
    return {"identity": state.identity.model_copy(update=_NO_HOLD), "status": status}


def _handled(state: RequestState, officer: str) -> Examination:
    """Note an officer who had the case in hand: whoever approves it is somebody else."""
    handlers = tuple(dict.fromkeys((*state.examination.handlers, officer)))
    return state.examination.model_copy(update={"handlers": handlers})


def _deadline_set(state: RequestState, event: e.DeadlineSet) -> _Change:
    return {"due": {**state.due, event.deadline: event.due_at}}


def _payment_requested(state: RequestState, event: e.PaymentRequested) -> _Change:
    return {"money": state.money.model_copy(update={"payment_id": event.payment_id})}


def _payment_captured(state: RequestState, event: e.PaymentCaptured) -> _Change:
    money = state.money.model_copy(
        update={
            "payment_id": event.payment_id,
            "charge_id": event.charge_id,
            "provider_reference": event.provider_reference,
            "captured_at": event.captured_at,
        }
    )
    status = after_payment(state) if state.status is Status.AWAITING_PAYMENT else state.status
    return {"money": money, "status": status, "due": {}}


def _case_taken(state: RequestState, event: e.CaseTaken) -> _Change:
    return {"examination": state.examination.model_copy(update={"examiner": event.by})}


def _proposed(
    proposal: Proposal,
) -> Callable[[RequestState, e.ApprovalProposed | e.RejectionProposed], _Change]:
    def change(state: RequestState, event: e.ApprovalProposed | e.RejectionProposed) -> _Change:
        examination = state.examination.model_copy(
            update={
                "examiner": state.examination.examiner or event.by,
                "proposer": event.by,
                "proposal": proposal,
                "reasons": getattr(event, "reasons", ()),
            }
        )
        return {"status": Status.AWAITING_APPROVAL, "examination": examination}

    return change


def _returned(state: RequestState, event: e.ReturnedToApplicant) -> _Change:
    examination = _handled(state, event.by).model_copy(update={"remarks": event.remarks})
    identity = state.identity.model_copy(update=_NO_HOLD)
    return {"status": Status.RETURNED, "examination": examination, "identity": identity, "paused_at": event.at}


def _corrected(state: RequestState, event: e.Corrected) -> _Change:
    # Everything is established anew, by whoever examines the case already.
    return {
        "status": Status.VERIFYING,
        "revision": event.revision,
        "signature_arrived_at": event.signature_arrived_at or state.signature_arrived_at,
        "examination": Examination(examiner=state.examination.examiner, handlers=state.examination.handlers),
        "identity": Identity(looks=state.identity.looks),
        "due": {},
        "paused_at": None,
        "paused_seconds": state.paused_seconds + _seconds_since(state.paused_at, event.at),
    }


def _seconds_since(start: datetime | None, end: datetime) -> float:
    return 0.0 if start is None else (end - start).total_seconds()


def _remanded(state: RequestState, _event: e.RemandedToExaminer | e.RejectionWanted) -> _Change:
    examination = state.examination.model_copy(update={"proposer": None, "proposal": None, "reasons": ()})
    return {"status": Status.HELD if state.identity.hold else Status.UNDER_EXAMINATION, "examination": examination}


def _approved(state: RequestState, event: e.Approved) -> _Change:
    examination = state.examination.model_copy(update={"approver": event.by})
    return {"status": after_approval(state), "examination": examination}


def _issued(state: RequestState, event: e.CertificateIssued) -> _Change:
    post = state.post.model_copy(update={"weight_grams": event.weight_grams})
    return {"status": Status.READY_TO_DISPATCH, "post": post}


def _dispatch_confirmed(state: RequestState, event: e.DispatchConfirmed) -> _Change:
    post = state.post.model_copy(
        update={
            "attempt": state.post.attempt + 1,
            "letter_id": event.letter_id,
            "tracking_number": event.tracking_number,
            "confirmed": True,
            "accepted_at": None,
            "refusal": None,
            "delivery": None,
        }
    )
    return {"status": Status.READY_TO_DISPATCH, "post": post, "due": {}}


def _handed_over(state: RequestState, event: e.HandedOver) -> _Change:
    return {"status": Status.DISPATCHED, "post": state.post.model_copy(update={"accepted_at": event.accepted_at})}


def _hand_over_refused(state: RequestState, event: e.HandOverRefused) -> _Change:
    """Forget the number: the letter that bears it is another's."""
    forgotten = {"confirmed": False, "letter_id": None, "tracking_number": None, "refusal": event.code}
    return {"post": state.post.model_copy(update=forgotten)}


def _delivered(state: RequestState, event: e.Delivered | e.DeliveryConfirmed) -> _Change:
    delivery = Delivery.REPORTED if event.event_id else Delivery.ASSUMED
    due = state.due if isinstance(event, e.DeliveryConfirmed) else {}
    return {"status": Status.COMPLETED, "post": state.post.model_copy(update={"delivery": delivery}), "due": due}


def _late_returns_over(state: RequestState, _event: e.LateReturnsOver) -> _Change:
    return {"post": state.post.model_copy(update={"settled": True}), "due": {}}


def _mail_returned(state: RequestState, _event: e.MailReturned) -> _Change:
    returned = (*state.post.returned, state.post.tracking_number or "")
    post = state.post.model_copy(update={"confirmed": False, "returned": returned, "delivery": None})
    return {"status": Status.MAIL_RETURNED, "post": post, "due": {}}


def _refund(status: RefundStatus) -> Callable[[RequestState, Any], _Change]:
    return lambda state, _event: {"money": state.money.model_copy(update={"refund": status})}


_FOLD: dict[type[e.Event], Callable[[RequestState, Any], _Change]] = {
    e.IdentityVerified: _identity_verified,
    e.IdentityRefused: _ended(Status.REJECTED),
    e.EligibilityConfirmed: _eligibility_confirmed,
    e.Held: _held,
    e.FindingOpened: _finding_opened,
    e.ReleaseProposed: _release_proposed,
    e.HoldReleased: _hold_released,
    e.CheckRepeated: _check_repeated,
    e.DeadlineSet: _deadline_set,
    e.PaymentRequested: _payment_requested,
    e.PaymentCaptured: _payment_captured,
    e.CaseTaken: _case_taken,
    e.ApprovalProposed: _proposed(Proposal.APPROVE),
    e.RejectionProposed: _proposed(Proposal.REJECT),
    e.ReturnedToApplicant: _returned,
    e.Corrected: _corrected,
    e.RemandedToExaminer: _remanded,
    e.RejectionWanted: _remanded,
    e.Approved: _approved,
    e.Rejected: _ended(Status.REJECTED),
    e.CertificateIssued: _issued,
    e.DispatchConfirmed: _dispatch_confirmed,
    e.HandedOver: _handed_over,
    e.HandOverRefused: _hand_over_refused,
    e.Delivered: _delivered,
    e.DeliveryConfirmed: _delivered,
    e.LateReturnsOver: _late_returns_over,
    e.MailReturned: _mail_returned,
    e.ReturnedMailDestroyed: _ended(Status.LAPSED),
    e.Withdrawn: lambda _state, event: {"status": Status.WITHDRAWN, "due": {}, "withdrawn_at": event.at},
    e.Lapsed: _ended(Status.LAPSED),
    e.RefundDue: _refund(RefundStatus.DUE),
    e.Refunded: _refund(RefundStatus.DONE),
    e.RefundHandedToOfficer: _refund(RefundStatus.WITH_OFFICER),
    e.OverpaymentFound: overpayment.found,
    e.OverpaymentReturned: overpayment.went(RefundStatus.DONE),
    e.OverpaymentHandedToOfficer: overpayment.went(RefundStatus.WITH_OFFICER),
    e.DecisionRefused: _nothing,
}

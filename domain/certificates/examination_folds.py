"""What the examination (審査・決裁) and a correction (補正) change in the state. Part of `evolve`."""

from datetime import datetime

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
from domain.certificates.folding import NO_HOLD, Change, Fold, Folds, note_handler, to_end
from domain.certificates.state import Examination, Identity, RequestState
from domain.certificates.status import Proposal, Status
from domain.certificates.transitions import after_approval


def _case_taken(state: RequestState, event: CaseTaken) -> Change:
    return {"examination": state.examination.model_copy(update={"examiner": event.by})}


def _case_assigned(state: RequestState, event: CaseAssigned) -> Change:
    before = state.examination.examiner
    examination = state.examination if before is None else note_handler(state, before)
    return {"examination": examination.model_copy(update={"examiner": event.officer})}


def _proposed(
    proposal: Proposal,
) -> Fold:
    def change(state: RequestState, event: ApprovalProposed | RejectionProposed) -> Change:
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


def _returned(state: RequestState, event: ReturnedToApplicant) -> Change:
    examination = note_handler(state, event.by).model_copy(update={"remarks": event.remarks})
    identity = state.identity.model_copy(update=NO_HOLD)
    return {"status": Status.RETURNED, "examination": examination, "identity": identity, "paused_at": event.at}


def _corrected(state: RequestState, event: Corrected) -> Change:
    # Everything is established anew, by whoever examines the case already.
    return {
        "status": Status.VERIFYING,
        "revision": event.revision,
        "signature_arrived_at": event.signature_arrived_at or state.signature_arrived_at,
        "examination": Examination(
            examiner=state.examination.examiner, also_handled_by=state.examination.also_handled_by
        ),
        "identity": Identity(looks=state.identity.looks),
        "due": {},
        "paused_at": None,
        "paused_seconds": state.paused_seconds + _seconds_since(state.paused_at, event.at),
    }


def _seconds_since(start: datetime | None, end: datetime) -> float:
    return 0.0 if start is None else (end - start).total_seconds()


def _remanded(state: RequestState, _event: RemandedToExaminer | RejectionWanted) -> Change:
    examination = state.examination.model_copy(update={"proposer": None, "proposal": None, "reasons": ()})
    return {"status": Status.HELD if state.identity.hold else Status.UNDER_EXAMINATION, "examination": examination}


def _approved(state: RequestState, event: Approved) -> Change:
    examination = state.examination.model_copy(update={"approver": event.by})
    return {"status": after_approval(state), "examination": examination}


EXAMINATION_FOLDS: Folds = {
    CaseTaken: _case_taken,
    CaseAssigned: _case_assigned,
    ApprovalProposed: _proposed(Proposal.APPROVE),
    RejectionProposed: _proposed(Proposal.REJECT),
    ReturnedToApplicant: _returned,
    Corrected: _corrected,
    RemandedToExaminer: _remanded,
    RejectionWanted: _remanded,
    Approved: _approved,
    Rejected: to_end(Status.REJECTED),
}

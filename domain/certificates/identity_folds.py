"""What the checks and a hold (要確認) change in the state. Part of `evolve`."""

from domain.certificates.folding import NO_HOLD, Change, Folds, note_handler, to_end
from domain.certificates.identity_events import (
    CheckRepeated,
    EligibilityConfirmed,
    FindingOpened,
    Held,
    HoldReleased,
    IdentityRefused,
    IdentityVerified,
    ReleaseProposed,
)
from domain.certificates.state import RequestState
from domain.certificates.status import HoldStage, Status
from domain.certificates.transitions import after_verification

# Where a check that gave no answer is made again.
_REPEATED_IN = {HoldStage.BEFORE_ISSUE: Status.ISSUING, HoldStage.PRINT: Status.AWAITING_PAYMENT}


def _identity_verified(state: RequestState, _event: IdentityVerified) -> Change:
    return {"identity": state.identity.model_copy(update={"verified": True})}


def _eligibility_confirmed(state: RequestState, event: EligibilityConfirmed) -> Change:
    identity = state.identity.model_copy(update={"applicant": event.applicant or state.identity.applicant})
    if event.stage is HoldStage.BEFORE_ISSUE:
        return {"identity": identity.model_copy(update={"cleared_for_issue": True, **_looked(state)})}
    return {"identity": identity, "status": after_verification(state)}


def _looked(state: RequestState) -> Change:
    look = state.identity.looks + 1
    return {"looks": look, "last_look": look}


def _held(state: RequestState, event: Held) -> Change:
    answered = bool(event.evidence)
    held = {
        **NO_HOLD,
        "opened_by": (),
        "hold": event.stage,
        "hold_has_finding": answered,
        "ever_held": state.identity.ever_held or answered,
        **(_looked(state) if answered and event.stage is HoldStage.BEFORE_ISSUE else {}),
        "cleared_for_issue": False,
        "applicant": event.applicant or state.identity.applicant,
    }
    return {"status": Status.HELD, "identity": state.identity.model_copy(update=held)}


def _finding_opened(state: RequestState, event: FindingOpened) -> Change:
    opened = tuple(dict.fromkeys((*state.identity.opened_by, event.by)))
    identity = state.identity.model_copy(update={"opened_by": opened})
    return {"identity": identity, "examination": note_handler(state, event.by)}


def _release_proposed(state: RequestState, event: ReleaseProposed) -> Change:
    proposed = {"release_proposed_by": event.by, "release_proposed_in": event.role}
    return {"identity": state.identity.model_copy(update=proposed)}


def _hold_released(state: RequestState, event: HoldReleased) -> Change:
    before_issue = event.stage is HoldStage.BEFORE_ISSUE
    identity = state.identity.model_copy(update={**NO_HOLD, "cleared_for_issue": before_issue})
    return {"identity": identity, "status": Status.ISSUING if before_issue else after_verification(state)}


def _check_repeated(state: RequestState, event: CheckRepeated) -> Change:
    """Nobody can look at nothing: the check that gave no answer is made again."""
    status = _REPEATED_IN.get(event.stage, Status.VERIFYING)
    return {"identity": state.identity.model_copy(update=NO_HOLD), "status": status}


IDENTITY_FOLDS: Folds = {
    IdentityVerified: _identity_verified,
    IdentityRefused: to_end(Status.REJECTED),
    EligibilityConfirmed: _eligibility_confirmed,
    Held: _held,
    FindingOpened: _finding_opened,
    ReleaseProposed: _release_proposed,
    HoldReleased: _hold_released,
    CheckRepeated: _check_repeated,
}

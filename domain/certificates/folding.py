"""What the folds of all events share: the shape of a change, an end, the end of a hold, who had a case in hand."""

from collections.abc import Callable
from typing import Any

from domain.cases.event import Event
from domain.certificates.state import Examination, RequestState
from domain.certificates.status import Status

Change = dict[str, Any]
"""Fields of the state, and what they become."""
Fold = Callable[[RequestState, Any], Change]
Folds = dict[type[Event], Fold]

NO_HOLD: Change = {
    "hold": None,
    "hold_has_finding": False,
    "release_proposed_by": None,
    "release_proposed_in": None,
}
"""What of `RequestState.identity` ends with a hold."""


def to_end(status: Status) -> Fold:
    """Return the fold of an event that ends the request."""

    def change(_state: RequestState, event: Event) -> Change:
        rejected = {"refused_at": event.at} if status is Status.REJECTED else {}
        return {"status": status, "due": {}, **rejected}

    return change


def note_handler(state: RequestState, officer: str) -> Examination:
    """Note an officer who had the case in hand: whoever approves it is somebody else."""
    officers = tuple(dict.fromkeys((*state.examination.also_handled_by, officer)))
    return state.examination.model_copy(update={"also_handled_by": officers})

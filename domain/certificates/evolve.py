"""The one fold: state after an event. Used by the workflow, the read tables and the auditor's tools alike.

It never refuses and reads no clock: what happened, happened. A new event type must get its line in the table of its
concern, or here.
"""

from collections.abc import Iterable

from domain.cases.event import DecisionRefused
from domain.certificates.events import AnyEvent, DeadlineSet, Lapsed, RequestReceived, Withdrawn
from domain.certificates.examination_folds import EXAMINATION_FOLDS
from domain.certificates.folding import Change, Folds, to_end
from domain.certificates.identity_folds import IDENTITY_FOLDS
from domain.certificates.money_folds import MONEY_FOLDS
from domain.certificates.paper_folds import PAPER_FOLDS
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.ids import decision_key


def evolve(state: RequestState | None, event: AnyEvent) -> RequestState:
    """Return the state after one more event; the first event of a request must be RequestReceived.

    Raises ValueError when it is not.
    """
    if isinstance(event, RequestReceived):
        return _opened(event)
    if state is None:
        raise ValueError("a request begins with request_received")
    changes = _FOLD[type(event)](state, event)
    decision = getattr(event, "decision_id", "")
    if decision and not isinstance(event, DecisionRefused):
        changes["decisions"] = {**state.decisions, decision_key(event.by, decision): event.type}
    return state.model_copy(update={"place": state.place + 1, **changes})


def fold(events: Iterable[AnyEvent], state: RequestState | None = None) -> RequestState | None:
    """Return the state after all events in order; None when there are none."""
    for event in events:
        state = evolve(state, event)
    return state


def _opened(event: RequestReceived) -> RequestState:
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


def _deadline_set(state: RequestState, event: DeadlineSet) -> Change:
    return {"due": {**state.due, event.deadline: event.due_at}}


def _withdrawn(_state: RequestState, event: Withdrawn) -> Change:
    return {"status": Status.WITHDRAWN, "due": {}, "withdrawn_at": event.at}


def _refused(_state: RequestState, _event: DecisionRefused) -> Change:
    return {}


_FOLD: Folds = {
    **IDENTITY_FOLDS,
    **EXAMINATION_FOLDS,
    **MONEY_FOLDS,
    **PAPER_FOLDS,
    DeadlineSet: _deadline_set,
    Withdrawn: _withdrawn,
    Lapsed: to_end(Status.LAPSED),
    DecisionRefused: _refused,
}

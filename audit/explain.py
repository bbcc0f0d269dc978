"""A case in words, from its events alone: what happened, where the case stood after each step, how long each took."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, SerializeAsAny

from audit.phrases import Phrase
from audit.words.house import actor
from audit.words.shape import ProcedureWords, Summary
from domain.cases.event import Event
from domain.cases.state import CaseState

_CONFIG = ConfigDict(frozen=True, extra="forbid")


class Step(BaseModel):
    """One event at its place (from 1), and where the case stood after it: its status, its next deadline.

    `after_seconds` is the time since the event before.
    """

    model_config = _CONFIG

    place: int
    type: str
    at: datetime
    by: str
    who: Phrase
    what: Phrase
    status: str
    status_words: Phrase
    after_seconds: float
    due_at: datetime | None


class Explanation(BaseModel):
    """A whole case up to its last event. `seconds_in` sums the time in each status; `summary` is its procedure's own."""

    model_config = _CONFIG

    case_id: str
    procedure: str
    case_number: str
    municipality: str
    received_at: datetime
    status: str
    closed: bool
    steps: tuple[Step, ...]
    seconds_in: dict[str, float]
    elapsed_seconds: float
    summary: SerializeAsAny[Summary]


def explain(words: ProcedureWords[Any, Any], case_id: str, events: Sequence[Event]) -> Explanation:
    """Return a case in words. Raises ValueError when there are no events or they do not begin a case."""
    steps, state = _steps(words, events)
    last = events[-1].at
    return Explanation(
        case_id=case_id,
        procedure=words.procedure.name,
        case_number=state.case_number,
        municipality=state.municipality,
        received_at=state.received_at,
        status=state.status.value,
        closed=state.closed,
        steps=tuple(steps),
        seconds_in=_seconds_in(steps),
        elapsed_seconds=(last - state.received_at).total_seconds(),
        summary=words.summary(state, last),
    )


def _steps(words: ProcedureWords[Any, Any], events: Sequence[Event]) -> tuple[list[Step], CaseState]:
    state: CaseState | None = None
    steps: list[Step] = []
    for event in events:
        state = words.procedure.evolve(state, event)
        before = steps[-1].at if steps else state.received_at
        steps.append(
            Step(
                place=state.place,
                type=event.type,
                at=event.at,
                by=event.by,
                who=actor(event.by),
                what=words.sentence(event),
                status=state.status.value,
                status_words=words.status(state.status.value),
                after_seconds=(event.at - before).total_seconds(),
                due_at=state.next_due,
            )
        )
    if state is None:
        raise ValueError("a case has at least one event")
    return steps, state


def _seconds_in(steps: Sequence[Step]) -> dict[str, float]:
    spent: dict[str, float] = {}
    for step, following in pairwise(steps):
        spent[step.status] = spent.get(step.status, 0.0) + following.after_seconds
    return spent

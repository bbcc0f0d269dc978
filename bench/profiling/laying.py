"""Lays spans over the time of one case: every instant belongs to the innermost thing that went on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

_SECOND = 1e9  # nanoseconds


class Span(NamedTuple):
    """What went on from when to when, in seconds since 1970."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True)
class Part:
    """One part of a request's time: what belongs to it, innermost first, and how the picture names it."""

    kinds: tuple[str, ...]
    name: str


HANDING_OVER = "handing over"
_AROUND = Part(("activation", "activity task"), "SDK for Python around them")
PARTS = (
    Part(("recorder",), "recording: staging events, one commit"),
    Part(("vault", "effects"), "vault and journal of effects"),
    Part(("activity",), "the rest of the activities"),
    Part(("codec",), "payloads: JSON, encryption"),
    Part(("sandbox",), "making the sandbox"),
    Part(("workflow",), "workflow code"),
    _AROUND,
    Part(("workflow task",), "SDK core, between the steps of a workflow task"),
    Part(("case",), "Temporal and Postgres: events made durable, tasks handed out"),
)
"""In the order of who goes first where several overlap."""


def workflow_tasks(events: Iterable[HistoryEvent]) -> list[Span]:
    """Return when the engine had given a workflow task to the worker: from its start to its completion."""
    found, began = [], None
    for event in events:
        at = event.event_time.ToNanoseconds() / _SECOND
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED:
            began = at
        elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED and began is not None:
            found.append(Span("workflow task", began, at))
            began = None
    return found


def laid(case: Span, spans: Sequence[Span]) -> dict[str, float]:
    """Return the seconds of a case by part; they add up to the case's own."""
    changes = sorted(
        change
        for span in (case, *spans)
        if span.end > case.start and span.start < case.end
        for change in ((max(span.start, case.start), 1, span.kind), (min(span.end, case.end), -1, span.kind))
    )
    seconds = dict.fromkeys((part.name for part in PARTS), 0.0)
    going_on: Counter[str] = Counter()
    for (at, step, kind), (until, _, _) in pairwise(changes):
        going_on[kind] += step
        if until > at:
            seconds[_innermost(going_on)] += until - at
    return seconds


def _innermost(going_on: Counter[str]) -> str:
    for part in PARTS:
        # What has handed its result to the core and waits for it to be taken does nothing any more.
        idle = going_on[HANDING_OVER] if part is _AROUND else 0
        if sum(going_on[kind] for kind in part.kinds) > idle:
            return part.name
    raise AssertionError("outside of the case")

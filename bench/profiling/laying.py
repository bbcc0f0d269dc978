"""Lays spans over the time of one case: every instant belongs to the innermost thing that went on."""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


PARTS = (
    Part(("recorder",), "recording: staging events, one commit"),
    Part(("vault", "effects"), "vault and journal of effects"),
    Part(("activity",), "the rest of the activities"),
    Part(("codec",), "payloads: JSON, encryption"),
    Part(("sandbox",), "making the sandbox"),
    Part(("workflow",), "workflow code"),
    Part(("activation", "activity task"), "SDK for Python around them"),
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
    ranks = {kind: rank for rank, part in enumerate(PARTS) for kind in part.kinds}
    inside = [
        (max(span.start, case.start), min(span.end, case.end), ranks[span.kind])
        for span in (case, *spans)
        if span.end > case.start and span.start < case.end
    ]
    edges = sorted({edge for start, end, _ in inside for edge in (start, end)})
    best = [len(PARTS)] * (len(edges) - 1)
    for start, end, rank in inside:
        for index in range(bisect.bisect_left(edges, start), bisect.bisect_left(edges, end)):
            best[index] = min(best[index], rank)
    seconds = dict.fromkeys((part.name for part in PARTS), 0.0)
    for index, rank in enumerate(best):
        seconds[PARTS[rank].name] += edges[index + 1] - edges[index]
    return seconds

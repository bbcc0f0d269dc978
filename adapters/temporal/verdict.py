"""What became of a workflow task, read from the history that knows of it or of its successors."""

import itertools
from collections.abc import Mapping
from datetime import UTC, timedelta

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from domain.cases.staging import Mark, Verdict

_SCHEDULED = EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED
_STARTED = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
# Besides the events that name the task which caused them.
_CAUSED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
}
# The engine counts nanoseconds, workflow code microseconds, rounded.
_ROUNDING = timedelta(microseconds=10)


def verdict_of(last: Mapping[int, HistoryEvent], mark: Mark) -> Verdict:
    """Return what became of a task, by the last events of the history, each under its number.

    They reach back to the completion before the task. Raises ValueError when there are none.
    """
    if mark.started > max(last) + 2:
        return Verdict.LOST  # a reset took it away: a task that is not written down yet has the number after next
    completed = [number for number in sorted(last) if number > mark.started and is_completion(last[number])]
    if not completed:
        return Verdict.OPEN
    if completed[0] != mark.started + 1 or not _is_named(last, mark):
        return Verdict.LOST
    decided = _decided_with(last, mark.started)
    if decided + 1 in completed:
        return Verdict.COMPLETED
    return Verdict.LOST if completed[-1] > decided else Verdict.OPEN


def is_completion(event: HistoryEvent) -> bool:
    """Say whether a workflow task is completed by this event."""
    return bool(event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)


def _decided_with(last: Mapping[int, HistoryEvent], started: int) -> int:
    """Return the number of the task with which a completed one is decided: itself, or one after it.

    A step that takes long keeps the engine waiting: its task is completed, and another follows at once. Where nothing
    was commanded since the task before, the library takes all these for one when it repeats them, under the last's
    number and time (its core's workflow task chunking, version 1: ADR 9).
    """
    before = (number for number in sorted(last, reverse=True) if number < started)
    since = itertools.takewhile(lambda number: not is_completion(last[number]), before)
    if any(map(_is_command, (last[number] for number in since))):
        return started
    while started + 2 in last and last[started + 2].event_type == _SCHEDULED and is_completion(last[started + 1]):
        started += 3
    return started


def _is_command(event: HistoryEvent) -> bool:
    """Say whether a task caused the event."""
    attributes = getattr(event, event.WhichOneof("attributes") or "", None)
    return event.event_type in _CAUSED or hasattr(attributes, "workflow_task_completed_event_id")


def _is_named(last: Mapping[int, HistoryEvent], mark: Mark) -> bool:
    """Say whether the completed task of this number is the one that is meant: another had it before, and was lost.

    The mark may tell a time within the task, not its beginning: where it goes on with what an earlier one had under way.
    The engine's clock may have been set back meanwhile.
    """
    started, completed = last.get(mark.started), last[mark.started + 1]
    if started is None or started.event_type != _STARTED:
        return False
    began, ended = (event.event_time.ToDatetime(tzinfo=UTC) for event in (started, completed))
    return began - _ROUNDING <= mark.at <= max(began, ended) + _ROUNDING

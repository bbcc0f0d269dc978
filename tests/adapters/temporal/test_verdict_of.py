"""What a history says of a workflow task, event by event."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from adapters.temporal.verdict import verdict_of
from domain.cases.staging import Mark, Verdict

BEGAN = datetime(2026, 11, 23, 12, tzinfo=UTC)
TASK = ("scheduled", "started", "completed")
LOST = ("scheduled", "started", "timed_out")
_NAMES = {
    "begin": "WORKFLOW_EXECUTION_STARTED",
    "scheduled": "WORKFLOW_TASK_SCHEDULED",
    "started": "WORKFLOW_TASK_STARTED",
    "completed": "WORKFLOW_TASK_COMPLETED",
    "timed_out": "WORKFLOW_TASK_TIMED_OUT",
    "marker": "MARKER_RECORDED",
    "signal": "WORKFLOW_EXECUTION_SIGNALED",
    "accepted": "WORKFLOW_EXECUTION_UPDATE_ACCEPTED",
    "end": "WORKFLOW_EXECUTION_COMPLETED",
}


def history(*kinds: str) -> dict[int, HistoryEvent]:
    """Return these events, a second apart."""
    made = {}
    for number, kind in enumerate(kinds, start=1):
        event = HistoryEvent(event_id=number, event_type=EventType.Value(f"EVENT_TYPE_{_NAMES[kind]}"))
        getattr(event, f"{_NAMES[kind].lower()}_event_attributes").SetInParent()
        event.event_time.FromDatetime(BEGAN + timedelta(seconds=number))
        made[number] = event
    return made


def mark(number: int, *, late: float = 0) -> Mark:
    """Return the mark of the task that started with this event, so many seconds after it."""
    return Mark(number, BEGAN + timedelta(seconds=number + late))


FIRST = ("begin", *TASK, "marker")  # 5 events
QUIET = (*FIRST, "signal", *TASK, "signal", *TASK)  # the third task starts with 12; nothing is commanded before it
BUSY = (*FIRST, "signal", *TASK, "marker", "signal", *TASK)  # it starts with 13


@pytest.mark.parametrize(
    ("kinds", "named", "verdict"),
    [
        (FIRST[:3], mark(3), Verdict.OPEN),
        (FIRST, mark(3), Verdict.COMPLETED),
        ((*FIRST, "signal"), mark(8), Verdict.OPEN),  # not written down yet
        ((*FIRST, "signal"), mark(9), Verdict.LOST),  # reset away
        ((*FIRST, "signal", *LOST), mark(8), Verdict.OPEN),
        ((*FIRST, "signal", *LOST, *TASK, "marker"), mark(8), Verdict.LOST),
        ((*FIRST, "signal", *LOST, *TASK, "marker"), mark(11), Verdict.COMPLETED),
        ((*FIRST, "signal", *TASK, "end"), mark(8), Verdict.COMPLETED),
        ((*FIRST, "signal", *TASK, "marker"), mark(7), Verdict.LOST),  # the number is no task's
        ((*FIRST, "signal", *TASK, "marker"), mark(8, late=-0.1), Verdict.LOST),  # had the number before
        ((*FIRST, "signal", *TASK, "marker"), mark(8, late=0.9), Verdict.COMPLETED),  # goes on with an earlier step
        ((*FIRST, "signal", *TASK, "marker"), mark(8, late=1.1), Verdict.LOST),  # its worker had stood still
    ],
)
def test_a_task_is_known_by_number_and_time(kinds: tuple[str, ...], named: Mark, verdict: Verdict):
    """The completion after its start is its own only when the time fits."""
    assert verdict_of(history(*kinds), named) is verdict


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ((), Verdict.COMPLETED),
        (("signal", "scheduled", "started"), Verdict.COMPLETED),
        (("scheduled",), Verdict.OPEN),
        (("scheduled", "started"), Verdict.OPEN),
        (TASK, Verdict.COMPLETED),
        ((*TASK, "marker"), Verdict.COMPLETED),
        ((*TASK, "scheduled", "started"), Verdict.OPEN),
        ((*TASK, *TASK, "marker"), Verdict.COMPLETED),
        (LOST, Verdict.OPEN),
        ((*LOST, *TASK, "marker"), Verdict.LOST),
        ((*TASK, *LOST, *TASK, "marker"), Verdict.LOST),
    ],
)
def test_a_step_that_keeps_the_engine_waiting_is_decided_with_the_last_task(more: tuple[str, ...], verdict: Verdict):
    """When nothing was commanded since the task before, the library repeats all these as one."""
    assert verdict_of(history(*QUIET, *more), mark(12)) is verdict


@pytest.mark.parametrize("more", [("scheduled",), LOST, (*LOST, *TASK, "marker"), (*TASK, "scheduled", "started")])
def test_after_a_command_each_task_is_repeated_as_itself(more: tuple[str, ...]):
    """The step that was under way comes again under the same mark: what it recorded is durable."""
    assert verdict_of(history(*BUSY, *more), mark(13)) is Verdict.COMPLETED


def test_an_answer_to_an_update_is_a_command_too():
    """It does not name the task that gave it."""
    after = history("begin", *TASK, "accepted", "signal", *TASK, "scheduled", "started")

    assert verdict_of(after, mark(8)) is Verdict.COMPLETED


def test_the_first_task_of_a_history_can_keep_waiting_too():
    """Nothing can have been commanded before it."""
    assert verdict_of(history("begin", *TASK, "scheduled", "started"), mark(3)) is Verdict.OPEN


def test_a_clock_that_is_set_back_takes_nothing_back():
    """The engine's machine corrected its time while a task was under way."""
    events = history(*FIRST)
    events[4].event_time.FromDatetime(BEGAN - timedelta(hours=1))

    assert verdict_of(events, mark(3)) is Verdict.COMPLETED

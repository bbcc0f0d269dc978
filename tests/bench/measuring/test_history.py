"""Telling from its events whether a workflow waits for the outside."""

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from bench.measuring.history import Progress

FIRST_TASK = ("WORKFLOW_EXECUTION_STARTED", "WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_STARTED")


def progress(*names: str) -> Progress:
    found = Progress()
    found.take(numbered(*names))
    return found


def numbered(*names: str, first: int = 1) -> list[HistoryEvent]:
    return [
        HistoryEvent(event_id=number, event_type=EventType.Value(f"EVENT_TYPE_{name}"))
        for number, name in enumerate(names, start=first)
    ]


def test_a_workflow_whose_first_task_is_not_yet_scheduled_does_not_wait():
    """A child's start and its first task are two transactions; between them nothing seems to be under way."""
    assert not progress("WORKFLOW_EXECUTION_STARTED").waits


def test_a_workflow_waits_when_its_task_is_completed_and_nothing_runs():
    """A timer may run: it is what the workflow waits with."""
    assert progress(*FIRST_TASK, "WORKFLOW_TASK_COMPLETED", "TIMER_STARTED").waits


def test_a_workflow_with_an_activity_or_a_child_under_way_does_not_wait():
    """It will go on by itself."""
    for name in ("ACTIVITY_TASK_SCHEDULED", "START_CHILD_WORKFLOW_EXECUTION_INITIATED"):
        assert not progress(*FIRST_TASK, "WORKFLOW_TASK_COMPLETED", name).waits


def test_an_event_that_is_shown_twice_counts_once():
    """The engine shows a repeated task before it writes it down; counted twice, it would never end."""
    found = progress(*FIRST_TASK, "WORKFLOW_TASK_TIMED_OUT", "WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_STARTED")
    found.take(numbered("WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_STARTED", "WORKFLOW_TASK_COMPLETED", first=5))

    assert found.waits
    assert found.events == 7

"""Reading a history as the steps that leave the same events again."""

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from bench.bare.plan import NotRepeatable, steps


def events(*names: str) -> list[HistoryEvent]:
    found = []
    for number, name in enumerate(names, start=1):
        event = HistoryEvent(event_id=number, event_type=EventType.Value(f"EVENT_TYPE_{name}"))
        if name == "MARKER_RECORDED":
            event.marker_recorded_event_attributes.marker_name = "core_local_activity"
        found.append(event)
    return found


def test_commands_and_what_they_wait_for_become_steps_in_their_order():
    """What the engine adds by itself (tasks, starts, the update's end) is no step; everything else is one."""
    history = events(
        "WORKFLOW_EXECUTION_STARTED",
        "WORKFLOW_TASK_SCHEDULED",
        "WORKFLOW_TASK_STARTED",
        "WORKFLOW_TASK_COMPLETED",
        "MARKER_RECORDED",
        "ACTIVITY_TASK_SCHEDULED",
        "ACTIVITY_TASK_STARTED",
        "ACTIVITY_TASK_COMPLETED",
        "WORKFLOW_EXECUTION_UPDATE_ACCEPTED",
        "WORKFLOW_EXECUTION_UPDATE_COMPLETED",
        "TIMER_STARTED",
        "WORKFLOW_EXECUTION_SIGNALED",
        "TIMER_CANCELED",
        "WORKFLOW_EXECUTION_COMPLETED",
    )

    found = steps(history)

    assert found == ("local", "activity", "activity ended", "update", "timer", "signal", "timer cancelled", "end")


def test_an_event_that_cannot_be_repeated_is_named():
    """A comparison without it would be void, so the run ends and says what to teach the bare pair."""
    with pytest.raises(NotRepeatable, match=r"WORKFLOW_EXECUTION_CONTINUED_AS_NEW \(event 1\)"):
        steps(events("WORKFLOW_EXECUTION_CONTINUED_AS_NEW"))


def test_a_marker_that_is_no_local_activity_is_named():
    """A patch leaves a marker too, and a bare local activity would not be the same."""
    history = events("MARKER_RECORDED")
    history[0].marker_recorded_event_attributes.marker_name = "core_patch"

    with pytest.raises(NotRepeatable, match="a marker core_patch"):
        steps(history)

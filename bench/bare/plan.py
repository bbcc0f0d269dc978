"""Reads a recorded history as a plan: what a bare workflow must do, and wait for, to leave the same events."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from bench.measuring.script import Role

Step = Literal[
    "local",  # run a local activity to its end
    "activity",  # schedule an activity
    "activity ended",  # wait for the oldest activity
    "timer",  # start a timer far in the future
    "timer cancelled",  # cancel the oldest timer
    "child",  # start the child
    "child started",
    "child ended",
    "signal",  # wait for the next signal
    "update",  # wait for the next update
    "end",  # complete; without it the workflow waits on, as ours for a letter that comes back
]
_STEPS: dict[str, Step | None] = {
    "WORKFLOW_EXECUTION_STARTED": None,
    "WORKFLOW_TASK_SCHEDULED": None,
    "WORKFLOW_TASK_STARTED": None,
    "WORKFLOW_TASK_COMPLETED": None,
    "MARKER_RECORDED": "local",
    "ACTIVITY_TASK_SCHEDULED": "activity",
    "ACTIVITY_TASK_STARTED": None,
    "ACTIVITY_TASK_COMPLETED": "activity ended",
    "TIMER_STARTED": "timer",
    "TIMER_CANCELED": "timer cancelled",
    "START_CHILD_WORKFLOW_EXECUTION_INITIATED": "child",
    "CHILD_WORKFLOW_EXECUTION_STARTED": "child started",
    "CHILD_WORKFLOW_EXECUTION_COMPLETED": "child ended",
    "WORKFLOW_EXECUTION_SIGNALED": "signal",
    "WORKFLOW_EXECUTION_UPDATE_ACCEPTED": "update",
    "WORKFLOW_EXECUTION_UPDATE_COMPLETED": None,
    "WORKFLOW_EXECUTION_COMPLETED": "end",
}
_LOCAL_ACTIVITY = "core_local_activity"


class NotRepeatable(Exception):  # noqa: N818 - reads as what happened
    """The history holds an event that a bare workflow cannot leave; without it the comparison would be void."""


@dataclass(frozen=True)
class Plan:
    """The steps of both workflows, in their order."""

    request: tuple[Step, ...]
    payment: tuple[Step, ...]

    def of(self, role: Role) -> tuple[Step, ...]:
        """Return one workflow's steps."""
        return self.request if role == "request" else self.payment


def kind(event: HistoryEvent) -> str:
    """Return an event's kind as the engine's documents write it, such as `TIMER_STARTED`."""
    return EventType.Name(event.event_type).removeprefix("EVENT_TYPE_")


def steps(events: Iterable[HistoryEvent]) -> tuple[Step, ...]:
    """Return the steps that leave these events. Raises NotRepeatable."""
    found = (_step(event) for event in events)
    return tuple(step for step in found if step is not None)


def _step(event: HistoryEvent) -> Step | None:
    name = kind(event)
    if name not in _STEPS:
        raise NotRepeatable(f"{name} (event {event.event_id}): teach bench/bare to leave it too")
    marker = event.marker_recorded_event_attributes.marker_name
    if name == "MARKER_RECORDED" and marker != _LOCAL_ACTIVITY:
        raise NotRepeatable(f"a marker {marker} (event {event.event_id}): teach bench/bare to leave it too")
    return _STEPS[name]

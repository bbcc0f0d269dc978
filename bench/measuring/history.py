"""Follows a workflow's history by long poll, as its events are written, to know when it waits for the outside."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryRequest
from temporalio.client import Client

_POLL = timedelta(seconds=60)
# Seconds between two looks: every page costs the engine a read, and the watching must not become what is measured.
_BREATH = 0.004
_BEGINS = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
        EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
    }
)
_ENDS = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
        EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
        EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
    }
)


@dataclass
class Progress:
    """What a history says so far. The engine shows some events before it has written them, and then again."""

    _kinds: dict[int, "EventType.ValueType"] = field(default_factory=dict)

    def take(self, events: Iterable[HistoryEvent]) -> None:
        """Take events in, each once."""
        self._kinds |= {event.event_id: event.event_type for event in events}

    @property
    def events(self) -> int:
        """How many events there are."""
        return len(self._kinds)

    @property
    def has_child(self) -> bool:
        """Whether a child was started."""
        return EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED in self._kinds.values()

    @property
    def waits(self) -> bool:
        """Whether the workflow waits for the outside: it has begun, and no task, activity or child is under way."""
        kinds = self._kinds.values()
        begun = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED in kinds
        return begun and sum((kind in _BEGINS) - (kind in _ENDS) for kind in kinds) == 0


@dataclass
class Follower:
    """One workflow's history, read on."""

    client: Client
    workflow_id: str
    progress: Progress = field(default_factory=Progress)
    _token: bytes = b""

    async def until_it_waits(self) -> None:
        """Return when the workflow, after at least one more event, waits for the outside."""
        await self._until(lambda: self.progress.waits)

    async def until_it_has_a_child(self) -> None:
        """Return when a child was started."""
        if not self.progress.has_child:
            await self._until(lambda: self.progress.has_child)

    async def _until(self, reached: Callable[[], bool]) -> None:
        await self._read_on()
        while not reached():
            await asyncio.sleep(_BREATH)
            await self._read_on()

    async def _read_on(self) -> None:
        """Read what is new, waiting until there is something; a page holds whole transactions of the engine."""
        before = self.progress.events
        while self.progress.events == before:
            answer = await self.client.workflow_service.get_workflow_execution_history(
                GetWorkflowExecutionHistoryRequest(
                    namespace=self.client.namespace,
                    execution=WorkflowExecution(workflow_id=self.workflow_id),
                    next_page_token=self._token,
                    wait_new_event=True,
                ),
                retry=True,
                timeout=_POLL,
            )
            self.progress.take(answer.history.events)
            if not answer.next_page_token:
                if self.progress.events == before:
                    raise RuntimeError(f"{self.workflow_id} has ended while it was to wait")
                return
            self._token = answer.next_page_token

"""What the engine tells of its histories: those of closed workflows, and what became of a workflow task."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from adapters.temporal.connection import no_connection
from domain.archive import StoredHistory
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.staging import Mark, Verdict

_WITHIN = timedelta(seconds=10)
_STARTED = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
_COMPLETED = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
# The engine counts nanoseconds, workflow code microseconds, rounded.
_ROUNDING = timedelta(microseconds=10)


class EngineHistories:
    """Implements `upkeep.archivist.Histories` and `upkeep.sealer.Engine`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def verdict(self, workflow_id: str, mark: Mark) -> Verdict:
        """Return what became of a workflow task. Raises PortUnavailable.

        Completed: the event with which it started is there, is no later task's, and the next says so. Lost: another
        task was completed since, or none is under way any more. Open for good: the engine knows the workflow no more.
        """
        handle = self._client.get_workflow_handle(workflow_id)
        try:
            async with _engine():
                verdict = await _told(handle, mark)
                if verdict is not Verdict.OPEN or await _under_way(handle):
                    return verdict
                # Looked at again: the task may have been completed between the two questions.
                verdict = await _told(handle, mark)
        except DomainError:
            return Verdict.OPEN
        return Verdict.LOST if verdict is Verdict.OPEN else verdict

    async def closed(self, workflow_id: str) -> StoredHistory | None:
        """Return a closed workflow's history; None while it runs or when it is unknown. Raises PortUnavailable."""
        try:
            async with _engine():
                handle = self._client.get_workflow_handle(workflow_id)
                description = await handle.describe(rpc_timeout=_WITHIN)
                if description.status is WorkflowExecutionStatus.RUNNING or description.run_id is None:
                    return None
                history = await handle.fetch_history(rpc_timeout=_WITHIN)
        except DomainError:
            return None
        return StoredHistory(workflow_id=workflow_id, run_id=description.run_id, content=history.to_json().encode())


async def _told(handle: WorkflowHandle[Any, Any], mark: Mark) -> Verdict:
    """Return what the history says of a task."""
    ours = False
    async for event in handle.fetch_history_events(rpc_timeout=_WITHIN):
        if event.event_id == mark.started:
            began = event.event_time.ToDatetime(tzinfo=UTC)
            # The same number with a later time: a later task's, whose number this one had before it was lost.
            ours = event.event_type == _STARTED and began <= mark.at + _ROUNDING
        elif event.event_id > mark.started and event.event_type == _COMPLETED:
            return Verdict.COMPLETED if ours and event.event_id == mark.started + 1 else Verdict.LOST
    return Verdict.OPEN


async def _under_way(handle: WorkflowHandle[Any, Any]) -> bool:
    """Say whether the engine waits for a workflow task, one that it has not written down included."""
    return (await handle.describe(rpc_timeout=_WITHIN)).raw_description.HasField("pending_workflow_task")


@asynccontextmanager
async def _engine() -> AsyncIterator[None]:
    """Turn the engine's errors into ours: REQUEST_UNKNOWN for a workflow it does not know, else PortUnavailable."""
    try:
        yield
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN) from None
        raise PortUnavailable("temporal") from error
    except RuntimeError as error:
        if not no_connection(error):
            raise
        raise PortUnavailable("temporal") from error

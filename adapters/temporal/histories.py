"""Histories of closed workflows, as the engine stores them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.archive import StoredHistory
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.staging import Verdict

_WITHIN = timedelta(seconds=10)
_DECIDED = {
    EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
}


class EngineHistories:
    """Implements `upkeep.archivist.Histories` and `upkeep.sealer.Engine`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def verdict(self, workflow_id: str, mark: int) -> Verdict:
        """Return what became of the workflow task that started with event `mark`. Raises PortUnavailable.

        Completed: the very next event says so. Lost: another task was completed since, or the workflow was closed.
        """
        async with _engine():
            later = [
                event.event_type
                async for event in self._client.get_workflow_handle(workflow_id).fetch_history_events(
                    rpc_timeout=_WITHIN
                )
                if event.event_id > mark
            ]
        if later and later[0] == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            return Verdict.COMPLETED
        return Verdict.LOST if _DECIDED.intersection(later) else Verdict.OPEN

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
        raise PortUnavailable("temporal") from error

"""What the engine tells of its histories: those of closed workflows, and what became of a workflow task."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client, WorkflowHandle

from adapters.temporal.connection import engine_answers
from adapters.temporal.verdict import is_completion, verdict_of
from domain.cases.archive import StoredHistory
from domain.cases.staging import Mark, Verdict
from domain.errors import DomainError

_WITHIN = timedelta(seconds=10)
_PAGE = 20  # events
_CLOSING = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
}


class EngineHistories:
    """Implements `upkeep.archivist.Histories` and `upkeep.sealer.Engine`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def verdict(self, workflow_id: str, mark: Mark) -> Verdict:
        """Return what became of a workflow task. Raises PortUnavailable.

        Completed: the history says so (`verdict.verdict_of`). Lost: another task was completed in its place, a reset took
        it away, or none is under way any more. Open for good: the engine knows the workflow no more.
        """
        handle = self._client.get_workflow_handle(workflow_id)
        try:
            with engine_answers():
                verdict = await _asked(self._client, workflow_id, mark)
                if verdict is not Verdict.OPEN or await _under_way(handle):
                    return verdict
                # Looked at again: the task may have been completed between the two questions.
                verdict = await _asked(self._client, workflow_id, mark)
        except DomainError:
            return Verdict.OPEN
        return Verdict.LOST if verdict is Verdict.OPEN else verdict

    async def closed(self, workflow_id: str) -> StoredHistory | None:
        """Return a closed workflow's history; None while it runs or when it is unknown. Raises PortUnavailable."""
        try:
            with engine_answers():
                history = await self._client.get_workflow_handle(workflow_id).fetch_history(rpc_timeout=_WITHIN)
        except DomainError:
            return None
        if history.events[-1].event_type not in _CLOSING:
            return None
        # The engine gives tables in any order; what two archivists write of one history must be the same bytes.
        content = json.dumps(history.to_json_dict(), sort_keys=True, separators=(",", ":"))
        return StoredHistory(workflow_id=workflow_id, run_id=_run_of(history.events), content=content.encode())


def _run_of(events: Sequence[HistoryEvent]) -> str:
    """Return the id of the run: a reset one begins as the run it was made from, and gives its own name where they part."""
    run_id = events[0].workflow_execution_started_event_attributes.original_execution_run_id
    for event in events:
        run_id = event.workflow_task_failed_event_attributes.new_run_id or run_id
    return run_id


async def _asked(client: Client, workflow_id: str, mark: Mark) -> Verdict:
    """Return what the history says of a task."""
    last: dict[int, HistoryEvent] = {}
    async for event in _backwards(client, workflow_id):
        last[event.event_id] = event
        if event.event_id < mark.started and is_completion(event):
            break
    return verdict_of(last, mark)


async def _backwards(client: Client, workflow_id: str) -> AsyncIterator[HistoryEvent]:
    """Yield a history's events, the newest first: a task that is asked about is among the last."""
    order = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace, execution=WorkflowExecution(workflow_id=workflow_id), maximum_page_size=_PAGE
    )
    while True:
        page = await client.workflow_service.get_workflow_execution_history_reverse(order, timeout=_WITHIN)
        for event in page.history.events:
            yield event
        if not page.next_page_token:
            return
        order.next_page_token = page.next_page_token


async def _under_way(handle: WorkflowHandle[Any, Any]) -> bool:
    """Say whether the engine waits for a workflow task, one that it has not written down included."""
    return (await handle.describe(rpc_timeout=_WITHIN)).raw_description.HasField("pending_workflow_task")

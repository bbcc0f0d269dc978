"""Histories of closed workflows, as the engine stores them."""

from datetime import timedelta

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.archive import StoredHistory
from domain.errors import PortUnavailable

_WITHIN = timedelta(seconds=10)


class EngineHistories:
    """Implements `upkeep.archivist.Histories`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def closed(self, workflow_id: str) -> StoredHistory | None:
        """Return a closed workflow's history; None while it runs or when it is unknown. Raises PortUnavailable."""
        try:
            handle = self._client.get_workflow_handle(workflow_id)
            description = await handle.describe(rpc_timeout=_WITHIN)
            if description.status is WorkflowExecutionStatus.RUNNING or description.run_id is None:
                return None
            history = await handle.fetch_history(rpc_timeout=_WITHIN)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise PortUnavailable("temporal") from error
        except RuntimeError as error:
            raise PortUnavailable("temporal") from error
        return StoredHistory(workflow_id=workflow_id, run_id=description.run_id, content=history.to_json().encode())

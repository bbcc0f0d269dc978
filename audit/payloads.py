"""Reading what a history holds: decrypted by the installation's keys, each payload only for the workflow it belongs to."""

from datetime import datetime
from typing import Any

from temporalio.api.common.v1 import Payloads
from temporalio.converter import DataConverter, WorkflowSerializationContext
from temporalio.exceptions import ApplicationError

from adapters.keys import EngineKeys
from adapters.temporal.converter import data_converter
from adapters.vouching import VoucherChecks
from domain.cases.decision import Decision
from domain.errors import DomainError, ErrorCode


class PayloadReader:
    """Decodes payloads to plain JSON values; types are not needed to tell what happened, and old ones may be gone."""

    def __init__(self, keys: EngineKeys) -> None:
        self._converter = data_converter(keys)
        self._vouchers = VoucherChecks(keys.vouchers)
        self._by_workflow: dict[str, DataConverter] = {}

    async def first(self, workflow_id: str, payloads: Payloads) -> Any:
        """Return the first value, None when there is none.

        Raises DomainError KEY_UNKNOWN, or PAYLOAD_FOREIGN when a payload is another workflow's or was changed.
        """
        try:
            values = await self._of(workflow_id).decode_wrapper(payloads)
        except ApplicationError:
            raise DomainError(ErrorCode.PAYLOAD_FOREIGN, workflow_id=workflow_id) from None
        return values[0] if values else None

    async def message(self, workflow_id: str, payloads: Payloads, at: datetime, shape: type[Decision[Any]]) -> Any:
        """Return a message's first value; a decision has the procedure's `shape`.

        Raises DomainError PAYLOAD_FOREIGN or ROLE_MISSING when a door refused it.
        """
        value = await self.first(workflow_id, payloads)
        is_decision = isinstance(value, dict) and "command" in value
        if is_decision and not self._vouchers.believes(workflow_id, value, at, shape):
            raise DomainError(ErrorCode.ROLE_MISSING, workflow_id=workflow_id)
        return value

    def _of(self, workflow_id: str) -> DataConverter:
        if workflow_id not in self._by_workflow:
            context = WorkflowSerializationContext(namespace="", workflow_id=workflow_id)
            self._by_workflow[workflow_id] = self._converter.with_context(context)
        return self._by_workflow[workflow_id]

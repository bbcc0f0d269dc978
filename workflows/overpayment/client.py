"""The way back of a capture as callers see it."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from activities.payments import Capture
from domain import ids
from domain.payments.charge import Charge
from workflows.engine_answers import engine_answers
from workflows.overpayment.workflow import OverpaymentWorkflow
from workflows.queues import PAYMENTS

_ANSWER_WITHIN = timedelta(seconds=10)


class OverpaymentClient:
    """Sends captures that may not be the fee on their way back."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def send_back(self, payment_id: str, charge: Charge) -> None:
        """Start the way back of a captured charge, unless it is the fee; while one is under way, that one goes on.

        Once more after it ended is harmless, and ends what a stranger began under its name: what was recorded and given
        back stands in ledger and journal.

        Raises PortUnavailable("temporal"), ValueError for a charge that is not captured.
        """
        capture = Capture.of(payment_id, charge)
        with engine_answers():
            await self._client.start_workflow(
                OverpaymentWorkflow.run,
                capture,
                id=ids.overpayment_workflow_id(capture.charge_id),
                task_queue=PAYMENTS,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                rpc_timeout=_ANSWER_WITHIN,
            )

"""How another workflow sends a capture on its way back."""

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities.payments import Capture, ChargeSeen
    from domain import ids
    from workflows.overpayment.workflow import OverpaymentWorkflow
    from workflows.queues import PAYMENTS


async def send_back(payment_id: str, seen: ChargeSeen) -> None:
    """Start the way back of a captured charge; while one is under way, whoever started it, that one goes on."""
    if seen.captured_at is None:
        return
    capture = Capture.of(payment_id, seen)
    try:
        await workflow.start_child_workflow(
            OverpaymentWorkflow.run,
            capture,
            id=ids.overpayment_workflow_id(seen.charge_id),
            task_queue=PAYMENTS,
            parent_close_policy=ParentClosePolicy.ABANDON,
        )
    except WorkflowAlreadyStartedError:
        return

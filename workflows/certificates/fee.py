"""納付 and 還付 in the procedure: collect the fee through a child of its own, give back what must go back."""

from contextlib import suppress
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import (
    ApplicationError,
    ChildWorkflowError,
    WorkflowAlreadyStartedError,
    is_cancelled_exception,
)
from temporalio.workflow import ChildWorkflowHandle, ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities.payments import Capture, PaymentActivities
    from domain import ids
    from domain.certificates.events import Lapsed
    from domain.certificates.money_events import PaymentCaptured, PaymentRequested, Refunded, RefundHandedToOfficer
    from domain.certificates.status import LapseReason, Status
    from domain.certificates.terms import DeadlineKind
    from workflows.calling import StepFailed
    from workflows.cases.waiting import perform, recording
    from workflows.certificates.case import RequestCase
    from workflows.certificates.paper import would_print
    from workflows.certificates.waiting import carry_out, set_deadline
    from workflows.fee_payment.messages import FeeOrder, PaymentOutcome, StopCollecting
    from workflows.fee_payment.workflow import FeePaymentWorkflow
    from workflows.queues import PAYMENTS
    from workflows.stamping import stamp

Payment = ChildWorkflowHandle[FeePaymentWorkflow, PaymentOutcome]

# How long the provider may refuse or not answer before a named officer gives the money back by hand.
_REFUND_WITHIN = timedelta(days=3)
# While a stranger's workflow bears the payment's name: after one minute, two, four … an hour.
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)


async def collect_fee(case: RequestCase) -> None:
    """Collect until paid, withdrawn or lapsed; whatever was captured meanwhile is recorded before this returns."""
    if not await would_print(case):
        return
    due_at = await set_deadline(case, DeadlineKind.PAYMENT)
    if due_at is None:
        return
    payment_id = ids.payment_id(case.order.case_id)
    case.note(PaymentRequested(**stamp(), payment_id=payment_id, amount=case.state.terms.amount))
    await case.recorded()
    if not _is_wanted(case):
        return
    case.collecting()
    child = await _started(case, due_at)
    if child is None:
        case.collected()
        return
    await recording(case, lambda: child.done() or not _is_wanted(case))
    if not child.done():
        await _stop(case, child)
    await recording(case, child.done)
    _note(case, _outcome(child))
    case.collected()


async def _started(case: RequestCase, due_at: datetime) -> Payment | None:
    """Start the payment; None when it is no longer wanted, or due, before its name was free.

    Whoever reaches the engine's port can take the name, but not keep the request from ending as it would.
    """
    payment_id, terms, pause = ids.payment_id(case.order.case_id), case.state.terms, _FIRST_PAUSE
    while True:
        try:
            return await workflow.start_child_workflow(
                FeePaymentWorkflow.run,
                FeeOrder(payment_id=payment_id, amount=terms.amount, purpose=terms.payment_for, due_at=due_at),
                id=ids.payment_workflow_id(payment_id),
                task_queue=PAYMENTS,
                # Money may be under way: a payment is never cut off with its request.
                parent_close_policy=ParentClosePolicy.ABANDON,
            )
        except WorkflowAlreadyStartedError:
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: not _is_wanted(case), timeout=pause)
        await case.recorded()
        pause = min(2 * pause, _LONGEST_PAUSE)
        if not _is_wanted(case):
            return None
        if workflow.now() >= due_at:
            case.note(Lapsed(**stamp(), reason=LapseReason.UNPAID))
            return None


def _is_wanted(case: RequestCase) -> bool:
    return case.state.status is Status.AWAITING_PAYMENT


async def _stop(case: RequestCase, child: Payment) -> None:
    try:
        await child.signal(FeePaymentWorkflow.stop_collecting, StopCollecting(reason=case.state.status.value))
    except ApplicationError:
        return  # it has just ended by itself; its outcome is on the way


def _outcome(child: Payment) -> PaymentOutcome:
    try:
        return child.result()
    except ChildWorkflowError as error:
        if is_cancelled_exception(error):
            raise
        # Terminated by hand: whether money was taken is not known. Suspend the task rather than fail the request.
        raise RuntimeError("the payment ended without an outcome") from error


def _note(case: RequestCase, outcome: PaymentOutcome) -> None:
    if outcome.capture is not None:
        case.note(PaymentCaptured(**stamp(), **outcome.capture.model_dump()))
    elif _is_wanted(case):
        case.note(Lapsed(**stamp(), reason=LapseReason.UNPAID))


async def give_back(case: RequestCase) -> None:
    """Give a captured fee back, or hand it to the officer who answers for the money."""
    await carry_out(case, _return_payment(case))


async def _return_payment(case: RequestCase) -> Refunded | RefundHandedToOfficer | None:
    money = case.state.money
    if money.captured_at is None:
        raise ValueError("only captured money goes back")
    payment_id = money.payment_id or ""
    order = Capture(
        payment_id=payment_id,
        charge_id=money.charge_id or "",
        amount=case.state.terms.amount,
        provider_reference=money.provider_reference,
        captured_at=money.captured_at,
    )
    try:
        returned = await perform(case, PaymentActivities.return_payment, order, within=_REFUND_WITHIN, queue=PAYMENTS)
    except StepFailed:
        officer = case.state.terms.accounting_officer
        return RefundHandedToOfficer(**stamp(), payment_id=payment_id, officer=officer)
    return None if returned is None else Refunded(**stamp(), payment_id=payment_id, method=returned.method)

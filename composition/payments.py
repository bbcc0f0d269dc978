"""Payments composed: the child that procedures share, on a task queue of its own, so that it can run in another zone."""

from collections.abc import Iterable

from activities.payments import PaymentActivities
from adapters.records import utc_now
from composition.served import QueueWork, Step, Tools
from workflows.fee_payment.workflow import FeePaymentWorkflow
from workflows.overpayment.workflow import OverpaymentWorkflow
from workflows.queues import PAYMENTS


def work(tools: Tools, money_steps: Iterable[Step]) -> QueueWork:
    """Introduce the provider to the activities of payments, and procedures' own steps that are told of money."""
    payments = PaymentActivities(tools.ports.provider, tools.store.effects, utc_now)
    return QueueWork(
        PAYMENTS,
        (FeePaymentWorkflow, OverpaymentWorkflow),
        (
            payments.create_charge,
            payments.read_charge,
            payments.close_charge,
            payments.return_payment,
            *money_steps,
        ),
    )

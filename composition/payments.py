"""Payments composed: the child that procedures share, on a task queue of its own, so that it can run in another zone."""

from collections.abc import Mapping

from activities.overpayments import OverpaymentActivities
from activities.payments import PaymentActivities
from adapters.records import utc_now
from composition.served import QueueWork, Tools
from domain.payments.overpayment import MoneyBooks
from workflows.fee_payment.client import FeePaymentClient
from workflows.fee_payment.messages import RenewCode
from workflows.fee_payment.workflow import FeePaymentWorkflow
from workflows.overpayment.workflow import OverpaymentWorkflow
from workflows.queues import PAYMENTS


def work(tools: Tools, books: Mapping[str, MoneyBooks]) -> QueueWork:
    """Introduce the provider to the activities of payments, and procedures' books, by prefix, to what tells of money."""
    payments = PaymentActivities(tools.ports.provider, tools.store.effects, utc_now)
    return QueueWork(
        PAYMENTS,
        (FeePaymentWorkflow, OverpaymentWorkflow),
        (
            payments.create_charge,
            payments.read_charge,
            payments.close_charge,
            payments.return_payment,
            OverpaymentActivities(books).note_overpayment,
        ),
    )


class Renewals:
    """New codes, brought to the payment concerned."""

    def __init__(self, payments: FeePaymentClient) -> None:
        self._payments = payments

    async def renew_code(self, payment_id: str) -> bool:
        """Ask for a new code in place of an expired one."""
        return await self._payments.renew(payment_id, RenewCode(asked_at=utc_now()))

"""過誤納金の還付: a capture that may not be the fee is recorded and goes back, also when its payment or request has ended.

One workflow per charge, whoever finds it: the payment itself, a notification, a reconciliation. The request decides whether
it is the fee; the way back does not wait for what else the request does.
"""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.overpayments import OverpaymentActivities
    from activities.payments import Capture, PaymentActivities
    from domain.payments.overpayment import (
        MoneyNotice,
        OverpaymentFound,
        OverpaymentHandedToOfficer,
        OverpaymentReturned,
        Owed,
    )
    from workflows.calling import StepFailed, evident
    from workflows.stamping import stamp

# How long the provider may refuse or not answer before a named officer gives the money back by hand.
_REFUND_WITHIN = timedelta(days=3)


@workflow.defn(name="overpayment")
class OverpaymentWorkflow:
    """Gives one capture back, unless it is the fee."""

    @workflow.run
    async def run(self, capture: Capture) -> bool:
        """Return whether it was an overpayment."""
        found = OverpaymentFound(**stamp(), **capture.model_dump())
        standing = await evident(OverpaymentActivities.note_overpayment, MoneyNotice(fact=found))
        if standing.owed:
            returned = await _given_back(capture, standing)
            await evident(OverpaymentActivities.note_overpayment, MoneyNotice(fact=returned))
        return standing.owed


async def _given_back(capture: Capture, standing: Owed) -> OverpaymentReturned | OverpaymentHandedToOfficer:
    try:
        returned = await evident(PaymentActivities.return_payment, capture, within=_REFUND_WITHIN)
    except StepFailed:
        return OverpaymentHandedToOfficer(
            **stamp(), payment_id=capture.payment_id, charge_id=capture.charge_id, officer=standing.officer
        )
    return OverpaymentReturned(
        **stamp(), payment_id=capture.payment_id, charge_id=capture.charge_id, method=returned.method
    )

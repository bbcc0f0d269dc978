"""The payment procedure as callers see it: hints from webhooks, and a new code when the old one has expired."""

from temporalio.client import Client

from domain import ids
from domain.errors import DomainError, ErrorCode
from workflows.engine_answers import engine_answers
from workflows.fee_payment.messages import PaymentHint, RenewCode
from workflows.fee_payment.workflow import FeePaymentWorkflow

_NOT_UNDER_WAY = (ErrorCode.REQUEST_CLOSED, ErrorCode.REQUEST_UNKNOWN)


class FeePaymentClient:
    """Addresses payments by payment id; knows nothing of what they are for."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def hint(self, payment_id: str, charge_id: str) -> bool:
        """Tell a payment to ask its provider of a charge; False when no such payment is under way."""
        return await self._signal(payment_id, FeePaymentWorkflow.payment_hint, PaymentHint(charge_id=charge_id))

    async def renew(self, payment_id: str, request: RenewCode) -> bool:
        """Ask for a new code in place of an expired one; False when no such payment is under way."""
        return await self._signal(payment_id, FeePaymentWorkflow.renew_code, request)

    async def _signal(self, payment_id: str, signal: object, message: PaymentHint | RenewCode) -> bool:
        handle = self._client.get_workflow_handle(ids.payment_workflow_id(payment_id))
        try:
            with engine_answers():
                await handle.signal(signal, message)  # type: ignore[call-overload]
        except DomainError as error:
            if error.code not in _NOT_UNDER_WAY:
                raise
            return False
        return True

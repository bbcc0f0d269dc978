"""The payment procedure as callers see it: hints from webhooks, and a new code when the old one has expired."""

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain import ids
from domain.errors import PortRejected, PortUnavailable
from workflows.fee_payment.messages import PaymentHint, RenewCode
from workflows.fee_payment.workflow import FeePaymentWorkflow


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
            await handle.signal(signal, message)  # type: ignore[call-overload]
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                if error.message.startswith("Namespace "):
                    raise PortRejected("temporal", "namespace_not_found") from None
                return False
            raise PortUnavailable("temporal") from error
        except RuntimeError as error:
            if not str(error).startswith("Failed client connect"):  # the lazy connection's error has no type of its own
                raise
            raise PortUnavailable("temporal") from error
        return True

"""PayPay as a `PaymentProvider`: one ORDER_QR code per charge, money captured when the citizen pays."""

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import httpx2
import structlog

from adapters.paypay import translation, wire
from adapters.paypay.cancellation import is_cancellable
from adapters.paypay.config import PayPayConfig
from adapters.paypay.transport import Transport, fresh_nonce
from adapters.settings import PayPaySettings
from domain.errors import PortRejected
from domain.payments.charge import Charge, ChargeOrder, ChargeStatus, Closing
from domain.payments.refund import Refund, RefundOrder, WayBack
from domain.ports import Clock

_DUPLICATE_CODE: Final = "DUPLICATE_DYNAMIC_QR_REQUEST"
_UNKNOWN_PAYMENT: Final = frozenset({"DYNAMIC_QR_PAYMENT_NOT_FOUND", "RESOURCE_NOT_FOUND"})
_UNKNOWN_REFUND: Final = frozenset({"NO_SUCH_REFUND_ORDER", "RESOURCE_NOT_FOUND"})
_NO_SUCH_CODE: Final = "DYNAMIC_QR_NOT_FOUND"
_ALREADY_PAID: Final = "DYNAMIC_QR_ALREADY_PAID"
_NOT_REVERSIBLE: Final = "ORDER_NOT_REVERSIBLE"
_HOLDS_NO_MONEY: Final = frozenset({ChargeStatus.CANCELLED, ChargeStatus.REFUNDED, ChargeStatus.FAILED})

_log = structlog.get_logger()


class PayPay:
    """The provider's API, by the port's words. The client stays the giver's to close."""

    def __init__(
        self,
        config: PayPayConfig,
        client: httpx2.AsyncClient,
        clock: Clock,
        nonce: Callable[[], str] = fresh_nonce,
    ) -> None:
        self._config = config
        self._clock = clock
        self._transport = Transport(config, client, clock, nonce)

    async def create(self, order: ChargeOrder) -> Charge:
        """Make a code to pay.

        The provider answers the second call for a `charge_id` with a refusal and never tells the code's address again.
        So when the first answer was lost, the caller gets the charge as it stands, and if that is OPEN its `url` and
        `code_id` are empty: the code exists, but nobody can have seen its address. The way on is
        `close(charge_id, "")` and the next attempt's charge id. A charge that exists with another amount is
        PortRejected DUPLICATE_DYNAMIC_QR_REQUEST.
        """
        try:
            content = await self._transport.call("POST", "/v2/codes", wire.code_request(order, self._config))
        except PortRejected as refusal:
            if refusal.provider_code != _DUPLICATE_CODE:
                raise
            return await self._existing(order, refusal)
        return translation.created(order, content)

    async def read(self, charge_id: str) -> Charge | None:
        """Return the charge as it stands; None when the provider knows no such charge.

        Of an unpaid code the provider tells the status alone: `url`, `code_id` and `expires_at` are then empty and
        `amount` is 0. An expired unpaid code stays OPEN for ever: the caller watches the `expires_at` that `create`
        returned. FAILED, CANCELLED and REFUNDED all mean that the provider holds no money of this charge.
        """
        try:
            content = await self._transport.call("GET", f"/v2/codes/payments/{_segment(charge_id)}")
        except PortRejected as refusal:
            if refusal.provider_code in _UNKNOWN_PAYMENT:
                return None
            raise
        return translation.details(charge_id, content, self._clock())

    async def close(self, charge_id: str, code_id: str) -> Closing:
        """Delete the code. The provider's refusal to delete what is paid is certain; what `read` shows then may lag.

        Without a `code_id` (its answer was lost), or where the provider knows no such code any more, the charge is
        cancelled in advance instead: should a payment arrive all the same, the provider undoes it at once.
        """
        if not code_id:
            return await self._cancelled_in_advance(charge_id)
        try:
            await self._transport.call("DELETE", f"/v2/codes/{_segment(code_id)}")
        except PortRejected as refusal:
            if refusal.provider_code == _ALREADY_PAID:
                _log.info("code was paid before it could be deleted", charge_id=charge_id)
                return Closing.PAID
            if refusal.provider_code != _NO_SUCH_CODE:
                raise
            return await self._cancelled_in_advance(charge_id)
        return Closing.CLOSED

    async def _cancelled_in_advance(self, charge_id: str) -> Closing:
        """Have the provider undo what is paid from now on, unless it is seen to be paid: whoever paid in time has paid."""
        charge = await self.read(charge_id)
        if charge is not None and charge.status is ChargeStatus.CAPTURED:
            return Closing.PAID
        if charge is not None and charge.status in _HOLDS_NO_MONEY:
            return Closing.CLOSED
        try:
            await self._transport.call("DELETE", f"/v2/payments/{_segment(charge_id)}")
        except PortRejected as refusal:
            if refusal.provider_code == _NOT_REVERSIBLE:
                return Closing.PAID  # only what was captured can be too late to undo
            if refusal.provider_code not in _UNKNOWN_PAYMENT:
                raise
        return Closing.CLOSED

    async def give_back(self, order: RefundOrder) -> Refund:
        """Cancel inside the provider's window, refund after it.

        A cancellation that comes seconds too late is refused, and is a refund. A refund is usually taken first and
        settled later without fail.
        """
        standing = await self.read_refund(order.refund_id, order.charge_id)
        if standing is not None:
            return standing
        if is_cancellable(order.captured_at, self._clock()) and await self.cancel(order.charge_id):
            return Refund(refund_id=order.refund_id, way="cancellation", amount=order.amount, is_settled=True)
        return await self.refund(order)

    async def cancel(self, charge_id: str) -> bool:
        """Cancel; money that went back before is cancelled too. False when the provider will not."""
        try:
            await self._transport.call("DELETE", f"/v2/payments/{_segment(charge_id)}")
        except PortRejected as refusal:
            _log.info("cancellation refused", charge_id=charge_id, code=refusal.provider_code)
            charge = await self.read(charge_id)
            return charge is not None and charge.status in _HOLDS_NO_MONEY
        return True

    async def refund(self, order: RefundOrder) -> Refund:
        """Refund. Whether the provider repeats its answer or refuses the second call, what stands is returned."""
        try:
            content = await self._transport.call("POST", "/v2/refunds", wire.refund_request(order))
        except PortRejected:
            existing = await self._refund(order.refund_id)
            if existing is None or existing.amount != order.amount:
                raise
            return existing
        return translation.refund(order.refund_id, content)

    async def read_refund(self, refund_id: str, charge_id: str) -> Refund | None:
        """Return how the money went back: a refund by its number, else what became of the charge.

        A charge that is shown refunded is settled, whatever the refund itself still says.
        """
        charge, refund = await self.read(charge_id), await self._refund(refund_id)
        if charge is None or charge.status not in _HOLDS_NO_MONEY:
            return refund
        if refund is not None:
            return refund.model_copy(update={"is_settled": True})
        way: WayBack = "refund" if charge.status is ChargeStatus.REFUNDED else "cancellation"
        return Refund(refund_id=refund_id, way=way, amount=charge.amount, is_settled=True)

    async def _refund(self, refund_id: str) -> Refund | None:
        try:
            content = await self._transport.call("GET", f"/v2/refunds/{_segment(refund_id)}")
        except PortRejected as refusal:
            if refusal.provider_code in _UNKNOWN_REFUND:
                return None
            raise
        return translation.refund(refund_id, content)

    async def _existing(self, order: ChargeOrder, refusal: PortRejected) -> Charge:
        charge = await self.read(order.charge_id)
        if charge is None or charge.amount not in (0, order.amount):
            raise refusal
        _log.warning("code existed already", charge_id=order.charge_id, status=charge.status.value)
        return charge.model_copy(update={"amount": order.amount})


def opened(settings: PayPaySettings, client: httpx2.AsyncClient, clock: Clock, within: float | None = None) -> PayPay:
    """Return the provider of the settings; `within` bounds a call, in seconds."""
    config = PayPayConfig(
        base_url=settings.paypay_url,
        key=settings.paypay_key,
        secret=settings.paypay_secret.get_secret_value(),
        merchant=settings.paypay_merchant,
        timeout=within or PayPayConfig.timeout,
        redirect_url=settings.paypay_redirect_url or "",
    )
    return PayPay(config, client, clock)


def _segment(value: str) -> str:
    """Return an id as one segment of a path."""
    return quote(value, safe="")

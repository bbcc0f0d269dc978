"""From the provider's words to ours.

Sources: the provider's FAQ and response code list (integration.paypay.ne.jp, articles 4414093922831 on expired codes,
4414069180943 on cancellation before payment, 4414054913423 on refund states; paypay/paypayopa-sdk-python README).
Every function raises PortRejected("paypay", "malformed_response") when the answer lacks what the use needs.
"""

from datetime import datetime
from typing import Final, TypeVar

from pydantic import ValidationError

from adapters.paypay.wire import Amount, Answer, CodeAnswer, Payment, PaymentAnswer, RefundAnswer, instant
from domain.errors import PortRejected
from domain.payments.charge import Charge, ChargeOrder, ChargeStatus
from domain.payments.refund import Refund

SYSTEM: Final = "paypay"

_A = TypeVar("_A", bound=Answer)

_STATUS: Final = {
    "CREATED": ChargeStatus.OPEN,
    "AUTHORIZED": ChargeStatus.OPEN,
    "REAUTHORIZING": ChargeStatus.OPEN,
    "EXPIRED": ChargeStatus.OPEN,
    "COMPLETED": ChargeStatus.CAPTURED,
    "REFUNDED": ChargeStatus.REFUNDED,
    "CANCELED": ChargeStatus.CANCELLED,
    "FAILED": ChargeStatus.FAILED,
}
# REFUND_FAILED passes: the provider repeats a failed refund until it succeeds.
_SETTLED: Final = {"CREATED": False, "REFUND_FAILED": False, "REFUNDED": True}


def malformed() -> PortRejected:
    """Return the refusal of an answer that cannot be understood."""
    return PortRejected(SYSTEM, "malformed_response")


def parse(model: type[_A], content: bytes) -> _A:
    """Read an answer."""
    try:
        return model.model_validate_json(content)
    except ValidationError:
        raise malformed() from None  # pydantic's text would quote the answer


def created(order: ChargeOrder, content: bytes) -> Charge:
    """Return the charge an answer to "create a code" describes; it must be the one ordered."""
    code = parse(CodeAnswer, content).data
    if code.charge_id != order.charge_id or _yen(code.amount) != order.amount:
        raise malformed()
    return Charge(
        charge_id=order.charge_id,
        amount=order.amount,
        status=ChargeStatus.OPEN,
        code_id=code.code_id,
        url=code.url,
        expires_at=instant(code.expires),
    )


def details(charge_id: str, content: bytes, now: datetime) -> Charge:
    """Return the charge that payment details describe.

    An EXPIRED authorisation is an OPEN charge whose `expires_at` is not later than `now`.
    """
    payment = parse(PaymentAnswer, content).data
    status = _charge_status(payment)
    if payment.charge_id not in (None, "", charge_id):
        raise malformed()
    expires_at = instant(payment.expires)
    if payment.status == "EXPIRED":
        expires_at = min(expires_at or now, now)
    if status in (ChargeStatus.CAPTURED, ChargeStatus.REFUNDED):
        return _paid(charge_id, status, payment)
    return Charge(
        charge_id=charge_id,
        amount=_yen(payment.amount) or 0,
        status=status,
        provider_reference=payment.payment_id,
        expires_at=expires_at,
    )


def refund(refund_id: str, content: bytes) -> Refund:
    """Return the refund an answer describes."""
    data = parse(RefundAnswer, content).data
    settled, amount = _SETTLED.get(data.status), _yen(data.amount)
    if settled is None or amount is None or data.refund_id != refund_id:
        raise malformed()
    return Refund(
        refund_id=refund_id, way="refund", amount=amount, is_settled=settled, accepted_at=instant(data.accepted)
    )


def _paid(charge_id: str, status: ChargeStatus, payment: Payment) -> Charge:
    amount, captured_at = _yen(payment.amount), instant(payment.accepted)
    if amount is None or captured_at is None or not payment.payment_id:
        raise malformed()
    return Charge(
        charge_id=charge_id,
        amount=amount,
        status=status,
        provider_reference=payment.payment_id,
        captured_at=captured_at,
    )


def _charge_status(payment: Payment) -> ChargeStatus:
    """Return our status. A payment undone by "cancel a payment" may be reported FAILED, with `canceledAt`."""
    status = _STATUS.get(payment.status)
    if status is None:
        raise malformed()
    return ChargeStatus.CANCELLED if status is ChargeStatus.FAILED and payment.cancelled else status


def _yen(amount: Amount | None) -> int | None:
    if amount is None or amount.amount is None:
        return None
    if amount.currency != "JPY" or amount.amount < 0:
        raise malformed()
    return amount.amount

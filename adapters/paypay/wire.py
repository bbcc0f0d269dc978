"""The provider's bodies: requests we write, answers we read.

Answers are read tolerantly: unknown fields are passed over, and fields the provider leaves out for an unpaid code
(`paymentId`, `amount`, …) may be missing here. What each use needs is checked in `translation.py`.
"""

from datetime import UTC, datetime
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from adapters.paypay.config import PayPayConfig
from domain.payments.charge import ChargeOrder
from domain.payments.refund import RefundOrder

DESCRIPTION_LENGTH: Final = 255  # characters
LAST_EPOCH: Final = 253_402_300_799  # the end of the year 9999

Epoch = Annotated[int, Field(ge=0, le=LAST_EPOCH)]  # seconds since 1970


class Answer(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_max_length=4096)


class ResultInfo(Answer):
    """The provider's verdict."""

    code: str


class Verdict(Answer):
    """An answer of which only the verdict counts."""

    result: ResultInfo = Field(alias="resultInfo")


class Amount(Answer):
    """Money; an empty object while nothing is paid."""

    amount: int | None = None
    currency: str | None = None


class Code(Answer):
    """A code as created."""

    code_id: Annotated[str, Field(alias="codeId", min_length=1)]
    url: Annotated[str, Field(pattern=r"^https?://")]
    expires: Epoch = Field(alias="expiryDate")
    charge_id: str = Field(alias="merchantPaymentId")
    amount: Amount


class Payment(Answer):
    """Details of a payment."""

    status: str
    payment_id: str = Field(default="", alias="paymentId")
    charge_id: str | None = Field(default=None, alias="merchantPaymentId")
    amount: Amount | None = None
    accepted: Epoch | None = Field(default=None, alias="acceptedAt")
    expires: Epoch | None = Field(default=None, alias="expiresAt")
    cancelled: Epoch | None = Field(default=None, alias="canceledAt")


class RefundDetails(Answer):
    """Details of a refund."""

    status: str
    refund_id: str = Field(alias="merchantRefundId")
    amount: Amount
    accepted: Epoch | None = Field(default=None, alias="acceptedAt")


class CodeAnswer(Answer):
    """Answer to `POST /v2/codes`."""

    data: Code


class PaymentAnswer(Answer):
    """Answer to `GET /v2/codes/payments/{merchantPaymentId}`."""

    data: Payment


class RefundAnswer(Answer):
    """Answer to `POST /v2/refunds` and `GET /v2/refunds/{merchantRefundId}`."""

    data: RefundDetails


def code_request(order: ChargeOrder, config: PayPayConfig) -> dict[str, JsonValue]:
    """Return the body of `POST /v2/codes`; the same order gives the same bytes."""
    body: dict[str, JsonValue] = {
        "merchantPaymentId": order.charge_id,
        "amount": {"amount": order.amount, "currency": "JPY"},
        "codeType": "ORDER_QR",
        "orderDescription": order.description[:DESCRIPTION_LENGTH],
        "isAuthorization": False,
        "requestedAt": int(order.ordered_at.timestamp()),
    }
    if config.redirect_url:
        body["redirectUrl"] = config.redirect_url.replace("{charge_id}", order.charge_id)
        body["redirectType"] = "WEB_LINK"
    return body


def refund_request(order: RefundOrder) -> dict[str, JsonValue]:
    """Return the body of `POST /v2/refunds`; the same order gives the same bytes."""
    return {
        "merchantRefundId": order.refund_id,
        "paymentId": order.provider_reference,
        "amount": {"amount": order.amount, "currency": "JPY"},
        "requestedAt": int(order.ordered_at.timestamp()),
        "reason": order.reason[:DESCRIPTION_LENGTH],
    }


def instant(epoch: int | None) -> datetime | None:
    """Return the instant of an epoch in seconds; the provider writes 0 for "not yet"."""
    return datetime.fromtimestamp(epoch, UTC) if epoch else None

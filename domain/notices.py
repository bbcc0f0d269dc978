"""Notices to citizens: which step tells them what. The words are the municipality's data."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class NoticeKind(StrEnum):
    """What a citizen is told by mail. A hold is told in the same words whatever its reason."""

    RECEIVED = "received"
    MANUAL_CHECK = "manual_check"
    PAYMENT_OPEN = "payment_open"
    PAID = "paid"
    RETURNED = "returned"
    APPROVED = "approved"
    DISPATCHED = "dispatched"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REFUNDED = "refunded"


class Mail(BaseModel):
    """One plain-text mail. `key` is unique per request, notice and occasion and becomes the Message-ID."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    to: str
    subject: str
    body: str

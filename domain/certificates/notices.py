"""Notices to citizens: which step tells them what. The words are the municipality's data."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.certificates import events as e
from domain.certificates.grounds import grounds_of
from domain.certificates.status import RejectionReason
from domain.money import FeeLine
from domain.personal import PERSONAL


class NoticeKind(StrEnum):
    """What a citizen is told by mail. Of a hold, nothing: a mail that only held requests get would tell of it."""

    RECEIVED = "received"
    PAYMENT_OPEN = "payment_open"
    PAID = "paid"
    RETURNED = "returned"
    APPROVED = "approved"
    DISPATCHED = "dispatched"
    COMPLETED = "completed"
    MAIL_RETURNED = "mail_returned"
    MAIL_DESTROYED = "mail_destroyed"
    REJECTED = "rejected"
    CARD_REVOKED = "card_revoked"  # rejected for it, with what to do now
    CARD_EXPIRED = "card_expired"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REFUNDED = "refunded"


class DueNotice(BaseModel):
    """One notice to be sent. `occasion` is the place of the event that caused it; `attempt` counts from 1.

    The rest is of the request as it stands: where its words come from, its case number, which revision of the
    application names who is written to, what is to be paid until when, and the letter's number. The citizen's own
    numbers are in the vault.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    notice: NoticeKind
    occasion: int
    attempt: int = 1
    municipality: str
    case_number: str
    revision: int
    fee: tuple[FeeLine, ...]
    payment_due_at: datetime | None = None
    tracking_number: str | None = None

    @property
    def key(self) -> str:
        """The mail's key: the same for every attempt."""
        return f"{self.case_id}.{self.notice}.{self.occasion}"


class UnsentNotice(BaseModel):
    """A notice that has not gone out. `given_up_at` None: it is still tried, next at `due_at`; `error` is a code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    notice: NoticeKind
    occasion: int
    attempts: int
    created_at: datetime
    due_at: datetime
    given_up_at: datetime | None
    error: str | None


class Mail(BaseModel):
    """One plain-text mail. `key` is unique per request, notice and occasion and becomes the Message-ID."""

    model_config = PERSONAL

    key: str
    to: str
    subject: str
    body: str


_NOTICES: dict[type[e.Event], NoticeKind] = {
    e.RequestReceived: NoticeKind.RECEIVED,
    e.PaymentRequested: NoticeKind.PAYMENT_OPEN,
    e.PaymentCaptured: NoticeKind.PAID,
    e.ReturnedToApplicant: NoticeKind.RETURNED,
    # Not when it is approved: a hold right before printing would take the word back.
    e.CertificateIssued: NoticeKind.APPROVED,
    e.HandedOver: NoticeKind.DISPATCHED,
    e.Delivered: NoticeKind.COMPLETED,
    e.MailReturned: NoticeKind.MAIL_RETURNED,
    e.ReturnedMailDestroyed: NoticeKind.MAIL_DESTROYED,
    e.Rejected: NoticeKind.REJECTED,
    e.Withdrawn: NoticeKind.WITHDRAWN,
    e.Lapsed: NoticeKind.LAPSED,
    e.Refunded: NoticeKind.REFUNDED,
    e.OverpaymentReturned: NoticeKind.REFUNDED,
}


# A card that is only too old, or was revoked: its holder can mend that. Anything else beside it needs the whole page.
_OF_A_CARD = {
    (RejectionReason.CERTIFICATE_REVOKED,): NoticeKind.CARD_REVOKED,
    (RejectionReason.CERTIFICATE_EXPIRED,): NoticeKind.CARD_EXPIRED,
    (RejectionReason.CERTIFICATE_EXPIRED, RejectionReason.CERTIFICATE_REVOKED): NoticeKind.CARD_REVOKED,
}


def notices_of(event: e.AnyEvent) -> NoticeKind | None:
    """Return what the citizen is told of an event; None when nothing."""
    if isinstance(event, e.IdentityRefused):
        return _OF_A_CARD.get(grounds_of(event), NoticeKind.REJECTED)
    return _NOTICES.get(type(event))

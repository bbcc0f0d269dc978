"""Notices to citizens: which step tells them what. The words are the municipality's data."""

from enum import StrEnum

from domain.cases.event import Event
from domain.certificates.events import AnyEvent, Lapsed, RequestReceived, Withdrawn
from domain.certificates.examination_events import Rejected, ReturnedToApplicant
from domain.certificates.grounds import grounds_of
from domain.certificates.identity_events import IdentityRefused
from domain.certificates.money_events import PaymentCaptured, PaymentRequested, Refunded
from domain.certificates.paper_events import (
    CertificateIssued,
    Delivered,
    HandedOver,
    MailReturned,
    ReturnedMailDestroyed,
)
from domain.certificates.status import RejectionReason
from domain.payments.overpayment import OverpaymentReturned


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


_NOTICES: dict[type[Event], NoticeKind] = {
    RequestReceived: NoticeKind.RECEIVED,
    PaymentRequested: NoticeKind.PAYMENT_OPEN,
    PaymentCaptured: NoticeKind.PAID,
    ReturnedToApplicant: NoticeKind.RETURNED,
    # Not when it is approved: a hold right before printing would take the word back.
    CertificateIssued: NoticeKind.APPROVED,
    HandedOver: NoticeKind.DISPATCHED,
    Delivered: NoticeKind.COMPLETED,
    MailReturned: NoticeKind.MAIL_RETURNED,
    ReturnedMailDestroyed: NoticeKind.MAIL_DESTROYED,
    Rejected: NoticeKind.REJECTED,
    Withdrawn: NoticeKind.WITHDRAWN,
    Lapsed: NoticeKind.LAPSED,
    Refunded: NoticeKind.REFUNDED,
    OverpaymentReturned: NoticeKind.REFUNDED,
}


# A card that is only too old, or was revoked: its holder can mend that. Anything else beside it needs the whole page.
_OF_A_CARD = {
    (RejectionReason.CERTIFICATE_REVOKED,): NoticeKind.CARD_REVOKED,
    (RejectionReason.CERTIFICATE_EXPIRED,): NoticeKind.CARD_EXPIRED,
    (RejectionReason.CERTIFICATE_EXPIRED, RejectionReason.CERTIFICATE_REVOKED): NoticeKind.CARD_REVOKED,
}


def notices_of(event: AnyEvent) -> NoticeKind | None:
    """Return what the citizen is told of an event; None when nothing."""
    if isinstance(event, IdentityRefused):
        return _OF_A_CARD.get(grounds_of(event), NoticeKind.REJECTED)
    return _NOTICES.get(type(event))

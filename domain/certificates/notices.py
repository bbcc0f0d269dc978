"""Notices to citizens: which step tells them what. The words are the municipality's data."""

from enum import StrEnum

from domain.certificates import events as e
from domain.certificates.grounds import grounds_of
from domain.certificates.status import RejectionReason


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

"""Events of a request's paper: made, sealed, handed over, delivered or returned. The rules of `event` hold."""

from datetime import datetime
from typing import Literal

from domain.cases.event import Event
from domain.postal.letters import MailClass, ReturnReason


class CertificateIssued(Event):
    """交付: certificate and cover letter are made."""

    type: Literal["certificate_issued"] = "certificate_issued"
    certificate: str
    cover_letter: str
    sheets: int
    weight_grams: int
    mail_class: MailClass


class DispatchConfirmed(Event):
    """The dispatcher sealed the letter and gave its tracking number."""

    type: Literal["dispatch_confirmed"] = "dispatch_confirmed"
    decision_id: str
    letter_id: str
    tracking_number: str


class HandedOver(Event):
    """発送: the post accepted the letter."""

    type: Literal["handed_over"] = "handed_over"
    letter_id: str
    accepted_at: datetime


class HandOverRefused(Event):
    """The post did not accept the letter; the dispatcher must look (its code, e.g. a tracking number in use)."""

    type: Literal["hand_over_refused"] = "hand_over_refused"
    letter_id: str
    code: str


class Delivered(Event):
    """The post delivered the letter; `event_id` is its scan, empty when taken as delivered at the deadline."""

    type: Literal["delivered"] = "delivered"
    event_id: str = ""


class DeliveryConfirmed(Event):
    """The post's word came after all: a letter taken as delivered was delivered (`event_id` is its scan)."""

    type: Literal["delivery_confirmed"] = "delivery_confirmed"
    event_id: str


class LateReturnsOver(Event):
    """The days are over in which a letter that came back after its delivery is recorded: the request is closed."""

    type: Literal["late_returns_over"] = "late_returns_over"


class MailReturned(Event):
    """返戻: the letter came back, also after it was delivered or taken as delivered."""

    type: Literal["mail_returned"] = "mail_returned"
    reason: ReturnReason
    event_id: str = ""
    decision_id: str = ""


class ReturnedMailDestroyed(Event):
    """Returned mail was destroyed, by whom and when."""

    type: Literal["returned_mail_destroyed"] = "returned_mail_destroyed"
    decision_id: str


PaperEvent = (
    CertificateIssued
    | DispatchConfirmed
    | HandedOver
    | HandOverRefused
    | Delivered
    | DeliveryConfirmed
    | LateReturnsOver
    | MailReturned
    | ReturnedMailDestroyed
)

"""Events of a request's money: asked for, captured, on its way back. The rules of `event` hold."""

from datetime import datetime
from typing import Literal

from domain.cases.event import Event
from domain.money import Yen
from domain.payments.overpayment import OverpaymentFound, OverpaymentHandedToOfficer, OverpaymentReturned


class PaymentRequested(Event):
    """納付: the citizen may pay."""

    type: Literal["payment_requested"] = "payment_requested"
    payment_id: str
    amount: Yen


class PaymentCaptured(Event):
    """収納: the provider holds the money for the municipality."""

    type: Literal["payment_captured"] = "payment_captured"
    payment_id: str
    charge_id: str
    amount: Yen
    provider_reference: str
    captured_at: datetime


class RefundDue(Event):
    """The captured fee must go back."""

    type: Literal["refund_due"] = "refund_due"
    payment_id: str
    amount: Yen


class Refunded(Event):
    """還付: the fee went back, by cancellation or refund."""

    type: Literal["refunded"] = "refunded"
    payment_id: str
    method: Literal["cancellation", "refund"]


class RefundHandedToOfficer(Event):
    """The provider would not give the money back; a named officer must."""

    type: Literal["refund_handed_to_officer"] = "refund_handed_to_officer"
    payment_id: str
    officer: str


MoneyEvent = (
    PaymentRequested
    | PaymentCaptured
    | RefundDue
    | Refunded
    | RefundHandedToOfficer
    | OverpaymentFound
    | OverpaymentReturned
    | OverpaymentHandedToOfficer
)

"""Events of a request's money: asked for, captured, on its way back. The rules of `event` hold."""

from datetime import datetime
from typing import Literal

from domain.cases.event import Event
from domain.money import Yen


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


class OverpaymentFound(Event):
    """過誤納: the provider holds money beside the fee, and it must go back.

    A second code was paid too, or a code was paid that was thought closed. May come after the end.
    """

    type: Literal["overpayment_found"] = "overpayment_found"
    payment_id: str
    charge_id: str
    amount: Yen
    provider_reference: str
    captured_at: datetime


class OverpaymentReturned(Event):
    """過誤納金の還付: it went back, by cancellation or refund. May come after the end."""

    type: Literal["overpayment_returned"] = "overpayment_returned"
    payment_id: str
    charge_id: str
    method: Literal["cancellation", "refund"]


class OverpaymentHandedToOfficer(Event):
    """The provider would not give it back; a named officer must. May come after the end."""

    type: Literal["overpayment_handed_to_officer"] = "overpayment_handed_to_officer"
    payment_id: str
    charge_id: str
    officer: str


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

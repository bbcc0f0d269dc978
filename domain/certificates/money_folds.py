"""What is asked for, captured and given back changes in the state. Part of `evolve`."""

from domain.certificates.folding import Change, Fold, Folds
from domain.certificates.money_events import (
    PaymentCaptured,
    PaymentRequested,
    RefundDue,
    Refunded,
    RefundHandedToOfficer,
)
from domain.certificates.overpayment import overpayment_of
from domain.certificates.state import Overpayment, RequestState
from domain.certificates.status import RefundStatus, Status
from domain.certificates.transitions import after_payment
from domain.payments.overpayment import OverpaymentFound, OverpaymentHandedToOfficer, OverpaymentReturned


def _payment_requested(state: RequestState, event: PaymentRequested) -> Change:
    return {"money": state.money.model_copy(update={"payment_id": event.payment_id})}


def _payment_captured(state: RequestState, event: PaymentCaptured) -> Change:
    money = state.money.model_copy(
        update={
            "payment_id": event.payment_id,
            "charge_id": event.charge_id,
            "provider_reference": event.provider_reference,
            "captured_at": event.captured_at,
        }
    )
    status = after_payment(state) if state.status is Status.AWAITING_PAYMENT else state.status
    return {"money": money, "status": status, "due": {}}


def _refund(status: RefundStatus) -> Fold:
    return lambda state, _event: {"money": state.money.model_copy(update={"refund": status})}


def _overpaid(state: RequestState, event: OverpaymentFound) -> Change:
    """Fold: one more charge whose money must go back."""
    return _with(state, Overpayment(charge_id=event.charge_id, amount=event.amount, refund=RefundStatus.DUE))


def _overpayment(status: RefundStatus) -> Fold:
    """Return the fold of an event that ends the duty for its charge."""

    def change(state: RequestState, event: OverpaymentReturned | OverpaymentHandedToOfficer) -> Change:
        known = overpayment_of(state, event.charge_id)
        return {} if known is None else _with(state, known.model_copy(update={"refund": status}))

    return change


def _with(state: RequestState, known: Overpayment) -> Change:
    others = tuple(each for each in state.money.overpayments if each.charge_id != known.charge_id)
    return {"money": state.money.model_copy(update={"overpayments": (*others, known)})}


MONEY_FOLDS: Folds = {
    PaymentRequested: _payment_requested,
    PaymentCaptured: _payment_captured,
    RefundDue: _refund(RefundStatus.DUE),
    Refunded: _refund(RefundStatus.DONE),
    RefundHandedToOfficer: _refund(RefundStatus.WITH_OFFICER),
    OverpaymentFound: _overpaid,
    OverpaymentReturned: _overpayment(RefundStatus.DONE),
    OverpaymentHandedToOfficer: _overpayment(RefundStatus.WITH_OFFICER),
}

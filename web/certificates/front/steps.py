"""The steps of a request as its citizen is shown them, and at which one it stands.

They tell no more than the neutral status and whether the fee was paid: what the office does in between shows in nothing.
"""

from enum import StrEnum
from typing import NamedTuple

from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.terms import PaymentOrder
from domain.certificates.transitions import must_pay
from web.certificates.citizen_view import neutral


class Step(StrEnum):
    """Steps by the key of their words."""

    RECEIVED = "received"
    PAYMENT = "payment"
    EXAMINATION = "examination"
    DISPATCH = "dispatch"
    ARRIVAL = "arrival"


class Way(NamedTuple):
    """All steps of a request, and the number of the present one, from 1; None: it has ended before the last."""

    steps: tuple[Step, ...]
    at: int | None


_AT = {
    Status.RECEIVED: Step.RECEIVED,
    Status.AWAITING_PAYMENT: Step.PAYMENT,
    Status.READY_TO_DISPATCH: Step.DISPATCH,
    Status.DISPATCHED: Step.ARRIVAL,
    Status.MAIL_RETURNED: Step.ARRIVAL,
}


def way_of(state: RequestState | None) -> Way:
    """Return the way of a request; None: its procedure has not begun."""
    if state is None:
        return Way(tuple(Step), 1)
    steps = _steps(state)
    step = _AT.get(neutral(state.status)) or _in_the_office(state)
    return Way(steps, None if state.ended else steps.index(step) + 1)


def _steps(state: RequestState) -> tuple[Step, ...]:
    if state.terms.amount == 0:
        return (Step.RECEIVED, Step.EXAMINATION, Step.DISPATCH, Step.ARRIVAL)
    if state.terms.payment_order is PaymentOrder.FIRST:
        return tuple(Step)
    return (Step.RECEIVED, Step.EXAMINATION, Step.PAYMENT, Step.DISPATCH, Step.ARRIVAL)


def _in_the_office(state: RequestState) -> Step:
    """Return the step while the office works on it, or has sent it back: before a fee, between, or after it."""
    if state.terms.payment_order is PaymentOrder.FIRST:
        return Step.RECEIVED if must_pay(state) else Step.EXAMINATION
    return Step.DISPATCH if state.money.is_captured else Step.EXAMINATION

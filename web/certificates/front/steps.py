"""The steps of a request as its citizen is shown them, and at which one it stands.

They tell no more than the neutral status and whether the fee was paid: what the office does in between shows in nothing.
"""

from enum import StrEnum
from typing import NamedTuple

from domain.certificates.state import RequestState
from domain.certificates.status import Status, neutral
from domain.certificates.terms import PaymentOrder
from domain.certificates.transitions import must_pay


class Stage(StrEnum):
    """Steps of a request by the key of their words; those of a draft are pages (`domain.certificates.draft.Step`)."""

    RECEIVED = "received"
    PAYMENT = "payment"
    EXAMINATION = "examination"
    DISPATCH = "dispatch"
    ARRIVAL = "arrival"


class Way(NamedTuple):
    """All steps of a request, and the number of the present one, from 1; None: it has ended before the last."""

    steps: tuple[Stage, ...]
    at: int | None


_AT = {
    Status.RECEIVED: Stage.RECEIVED,
    Status.AWAITING_PAYMENT: Stage.PAYMENT,
    Status.READY_TO_DISPATCH: Stage.DISPATCH,
    Status.DISPATCHED: Stage.ARRIVAL,
    Status.MAIL_RETURNED: Stage.ARRIVAL,
}


def way_of(state: RequestState | None) -> Way:
    """Return the way of a request; None: its procedure has not begun."""
    if state is None:
        return Way(tuple(Stage), 1)
    steps = _steps(state)
    step = _AT.get(neutral(state.status)) or _in_the_office(state)
    return Way(steps, None if state.ended else steps.index(step) + 1)


def _steps(state: RequestState) -> tuple[Stage, ...]:
    if state.terms.amount == 0:
        return (Stage.RECEIVED, Stage.EXAMINATION, Stage.DISPATCH, Stage.ARRIVAL)
    if state.terms.payment_order is PaymentOrder.FIRST:
        return tuple(Stage)
    return (Stage.RECEIVED, Stage.EXAMINATION, Stage.PAYMENT, Stage.DISPATCH, Stage.ARRIVAL)


def _in_the_office(state: RequestState) -> Stage:
    """Return the step while the office works on it, or has sent it back: before a fee, between, or after it."""
    if state.terms.payment_order is PaymentOrder.FIRST:
        return Stage.RECEIVED if must_pay(state) else Stage.EXAMINATION
    return Stage.DISPATCH if state.money.is_captured else Stage.EXAMINATION

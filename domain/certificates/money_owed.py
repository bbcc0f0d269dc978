"""還付 of the fee: whether it is owed, by the ordinance's rule and by when it was paid."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.certificates.money_events import RefundDue
from domain.certificates.state import RequestState
from domain.certificates.status import Status


def refund_due(state: RequestState, at: datetime, by: str, *, owed: bool) -> tuple[RefundDue, ...]:
    """Return the duty to give a captured fee back at an end of which `owed` says the rule; none when none is captured."""
    if not (owed and state.money.is_captured and state.money.payment_id):
        return ()
    return (RefundDue(at=at, by=by, payment_id=state.money.payment_id, amount=state.terms.amount),)


class FeeFate(StrEnum):
    """What becomes of the fee at an end."""

    NOT_PAID = "not_paid"
    COMES_BACK = "comes_back"
    STAYS = "stays"  # the ordinance keeps it


class Consequence(NamedTuple):
    """What an end means for the fee; `yen` come back."""

    fee: FeeFate
    yen: int


def consequence_of(state: RequestState) -> Consequence:
    """Return what it means to withdraw now."""
    return fate_of_fee(state, owed=state.terms.refund.on_withdrawal)


def fate_of_fee(state: RequestState, *, owed: bool) -> Consequence:
    """Return what becomes of the fee at an end now, of which `owed` says the rule."""
    if not state.money.is_captured:
        return Consequence(FeeFate.NOT_PAID, 0)
    return Consequence(FeeFate.COMES_BACK, state.terms.amount) if owed else Consequence(FeeFate.STAYS, 0)


def is_owed_after_the_end(state: RequestState, captured_at: datetime) -> bool:
    """Say whether money that is found after the end must go back.

    Paid after a lapse or a withdrawal it bought nothing, so it always goes back; otherwise the ordinance's rule decides.
    """
    rule = state.terms.refund
    too_late = state.withdrawn_at is not None and captured_at >= state.withdrawn_at
    return {
        Status.WITHDRAWN: too_late or rule.on_withdrawal,
        Status.REJECTED: rule.on_rejection,
        Status.LAPSED: True,
    }[state.status]

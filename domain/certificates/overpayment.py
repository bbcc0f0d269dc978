"""過誤納: money the provider holds beside the fee, and its way back. Facts of machines, taken in every status.

A capture is the fee, or must go back: nothing captured is ever kept unrecorded. Nothing here refuses.
"""

from datetime import datetime

from domain.certificates.events import AnyEvent
from domain.certificates.state import Overpayment, RequestState
from domain.certificates.status import RefundStatus
from domain.payments.overpayment import OverpaymentFact, OverpaymentFound


def overpayment_of(state: RequestState, charge_id: str) -> Overpayment | None:
    """Return what is known of a charge that is not the fee."""
    return next((each for each in state.money.overpayments if each.charge_id == charge_id), None)


def is_known(state: RequestState, charge_id: str) -> bool:
    """Say whether the ledger knows a charge's capture: as the request's fee, or as an overpayment."""
    return state.money.charge_id == charge_id or overpayment_of(state, charge_id) is not None


def is_settled(state: RequestState, fact: OverpaymentFact) -> bool:
    """Say whether the request knows the fact already."""
    if isinstance(fact, OverpaymentFound):
        return is_known(state, fact.charge_id)
    known = overpayment_of(state, fact.charge_id)
    return known is not None and known.refund is not RefundStatus.DUE


def record_money(state: RequestState, fact: OverpaymentFact, at: datetime) -> tuple[AnyEvent, ...]:
    """Return the fact as of `at`; nothing when it is known already, or tells of a return of what was never found.

    The caller sees to it that the fee is not just being collected: until it is, nobody knows which capture it is.
    """
    unheard_of = not isinstance(fact, OverpaymentFound) and overpayment_of(state, fact.charge_id) is None
    if unheard_of or is_settled(state, fact):
        return ()
    return (fact.model_copy(update={"at": at}),)

"""Machine facts: an event that a step found, where it may happen, and what it causes besides. Pure, as `decide`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.certificates import events as e
from domain.certificates.money_owed import is_owed_after_the_end, refund_due
from domain.certificates.state import Delivery, RequestState
from domain.certificates.status import ENDS, HoldStage, LapseReason, RefundStatus, Status
from domain.certificates.transitions import may_leave
from domain.errors import DomainError, ErrorCode

MachineFact = (
    e.IdentityVerified
    | e.IdentityRefused
    | e.EligibilityConfirmed
    | e.Held
    | e.DeadlineSet
    | e.PaymentRequested
    | e.PaymentCaptured
    | e.Refunded
    | e.RefundHandedToOfficer
    | e.CertificateIssued
    | e.HandedOver
    | e.HandOverRefused
    | e.Delivered
    | e.DeliveryConfirmed
    | e.LateReturnsOver
    | e.MailReturned
    | e.Lapsed
)
Events = tuple[e.AnyEvent, ...]


def record(state: RequestState, fact: MachineFact) -> Events:
    """Return the fact and what it causes besides, in their order.

    Raises DomainError NOT_ALLOWED_NOW when it comes at the wrong moment, AMOUNT_DIFFERS for money that is not the fee:
    a bug of a step.
    """
    rule = _RULES[type(fact)]
    if state.status not in rule.statuses or state.post.settled or not rule.fits(state, fact):
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, event=fact.type, status=state.status.value)
    return (fact, *rule.causes(state, fact))


def _is_checked_here(state: RequestState, fact: e.EligibilityConfirmed | e.Held) -> bool:
    """Each check belongs to its status; the register is asked only of somebody whose signature is verified."""
    asks_the_register = fact.stage in {HoldStage.ELIGIBILITY, HoldStage.BEFORE_ISSUE}
    return state.status is _CHECKED_IN[fact.stage] and (state.identity.verified or not asks_the_register)


_CHECKED_IN = {
    HoldStage.IDENTITY: Status.VERIFYING,
    HoldStage.ELIGIBILITY: Status.VERIFYING,
    HoldStage.PRINT: Status.AWAITING_PAYMENT,
    HoldStage.BEFORE_ISSUE: Status.ISSUING,
}


def _is_the_fee(state: RequestState, fact: e.PaymentRequested | e.PaymentCaptured) -> bool:
    if fact.amount != state.terms.amount:
        raise DomainError(ErrorCode.AMOUNT_DIFFERS, payment_id=fact.payment_id)
    return not state.money.captured


def _may_be_printed(state: RequestState, _fact: e.CertificateIssued) -> bool:
    return may_leave(state) and state.identity.cleared_for_issue


def _is_the_letter(state: RequestState, fact: e.HandedOver | e.HandOverRefused) -> bool:
    return state.post.confirmed and fact.letter_id == state.post.letter_id


def _was_assumed(state: RequestState, _fact: e.DeliveryConfirmed) -> bool:
    return state.post.delivery is Delivery.ASSUMED


def _is_this_deadline(state: RequestState, fact: e.Lapsed) -> bool:
    lapses_in = {LapseReason.UNPAID: Status.AWAITING_PAYMENT, LapseReason.NOT_CORRECTED: Status.RETURNED}
    return lapses_in[fact.reason] is state.status


def _must_go_back(state: RequestState, _fact: e.Refunded | e.RefundHandedToOfficer) -> bool:
    return state.money.refund is RefundStatus.DUE


def _refund_of_the_refused(state: RequestState, fact: e.IdentityRefused) -> Events:
    return refund_due(state, fact.at, fact.by, owed=state.terms.refund.on_rejection)


def _refund_of_the_lapsed(state: RequestState, fact: e.Lapsed) -> Events:
    return refund_due(state, fact.at, fact.by, owed=state.terms.refund.on_lapse)


def _refund_of_the_late(state: RequestState, fact: e.PaymentCaptured) -> Events:
    if not (state.ended and is_owed_after_the_end(state, fact.captured_at)):
        return ()
    return (e.RefundDue(at=fact.at, by=fact.by, payment_id=fact.payment_id, amount=fact.amount),)


@dataclass(frozen=True)
class _Rule:
    """In which statuses a fact may come, what must be so beside, and what it causes besides itself."""

    statuses: frozenset[Status]
    fits: Callable[[RequestState, Any], bool] = lambda _state, _fact: True
    causes: Callable[[RequestState, Any], Events] = lambda _state, _fact: ()


def _in(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


_ENDED_BEFORE_PAPER = ENDS - {Status.COMPLETED}
_RULES: dict[type[e.Event], _Rule] = {
    e.IdentityVerified: _Rule(_in(Status.VERIFYING)),
    e.IdentityRefused: _Rule(_in(Status.VERIFYING), causes=_refund_of_the_refused),
    e.EligibilityConfirmed: _Rule(_in(Status.VERIFYING, Status.ISSUING), _is_checked_here),
    e.Held: _Rule(_in(Status.VERIFYING, Status.AWAITING_PAYMENT, Status.ISSUING), _is_checked_here),
    e.DeadlineSet: _Rule(
        _in(Status.AWAITING_PAYMENT, Status.RETURNED, Status.DISPATCHED, Status.MAIL_RETURNED, Status.COMPLETED)
    ),
    e.PaymentRequested: _Rule(_in(Status.AWAITING_PAYMENT), _is_the_fee),
    # What was under way when the request ended is recorded all the same.
    e.PaymentCaptured: _Rule(_in(Status.AWAITING_PAYMENT) | _ENDED_BEFORE_PAPER, _is_the_fee, _refund_of_the_late),
    e.Refunded: _Rule(_ENDED_BEFORE_PAPER, _must_go_back),
    e.RefundHandedToOfficer: _Rule(_ENDED_BEFORE_PAPER, _must_go_back),
    e.CertificateIssued: _Rule(_in(Status.ISSUING), _may_be_printed),
    e.HandedOver: _Rule(_in(Status.READY_TO_DISPATCH), _is_the_letter),
    e.HandOverRefused: _Rule(_in(Status.READY_TO_DISPATCH), _is_the_letter),
    e.Delivered: _Rule(_in(Status.DISPATCHED)),
    # Taken as delivered until now: the post's word is news.
    e.DeliveryConfirmed: _Rule(_in(Status.COMPLETED), _was_assumed),
    e.LateReturnsOver: _Rule(_in(Status.COMPLETED)),
    e.MailReturned: _Rule(_in(Status.DISPATCHED, Status.COMPLETED)),
    e.Lapsed: _Rule(_in(Status.AWAITING_PAYMENT, Status.RETURNED), _is_this_deadline, _refund_of_the_lapsed),
}

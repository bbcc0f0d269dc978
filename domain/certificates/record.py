"""Machine facts: an event that a step found, where it may happen, and what it causes besides. Pure, as `decide`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.cases.event import Event
from domain.certificates.events import AnyEvent, DeadlineSet, Lapsed
from domain.certificates.identity_events import EligibilityConfirmed, Held, IdentityRefused, IdentityVerified
from domain.certificates.money_events import (
    PaymentCaptured,
    PaymentRequested,
    RefundDue,
    Refunded,
    RefundHandedToOfficer,
)
from domain.certificates.money_owed import is_owed_after_the_end, refund_due
from domain.certificates.paper_events import (
    CertificateIssued,
    Delivered,
    DeliveryConfirmed,
    HandedOver,
    HandOverRefused,
    LateReturnsOver,
    MailReturned,
)
from domain.certificates.state import Delivery, RequestState
from domain.certificates.status import ENDS, HoldStage, LapseReason, RefundStatus, Status
from domain.certificates.transitions import may_leave
from domain.errors import DomainError, ErrorCode

MachineFact = (
    IdentityVerified
    | IdentityRefused
    | EligibilityConfirmed
    | Held
    | DeadlineSet
    | PaymentRequested
    | PaymentCaptured
    | Refunded
    | RefundHandedToOfficer
    | CertificateIssued
    | HandedOver
    | HandOverRefused
    | Delivered
    | DeliveryConfirmed
    | LateReturnsOver
    | MailReturned
    | Lapsed
)
Events = tuple[AnyEvent, ...]


def record(state: RequestState, fact: MachineFact) -> Events:
    """Return the fact and what it causes besides, in their order.

    Raises DomainError NOT_ALLOWED_NOW when it comes at the wrong moment, AMOUNT_DIFFERS for money that is not the fee:
    a bug of a step.
    """
    rule = _RULES[type(fact)]
    if state.status not in rule.statuses or state.post.settled or not rule.fits(state, fact):
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, event=fact.type, status=state.status.value)
    return (fact, *rule.causes(state, fact))


def _is_checked_here(state: RequestState, fact: EligibilityConfirmed | Held) -> bool:
    """Each check belongs to its status; the register is asked only of somebody whose signature is verified."""
    asks_the_register = fact.stage in {HoldStage.ELIGIBILITY, HoldStage.BEFORE_ISSUE}
    return state.status is _CHECKED_IN[fact.stage] and (state.identity.verified or not asks_the_register)


_CHECKED_IN = {
    HoldStage.IDENTITY: Status.VERIFYING,
    HoldStage.ELIGIBILITY: Status.VERIFYING,
    HoldStage.PRINT: Status.AWAITING_PAYMENT,
    HoldStage.BEFORE_ISSUE: Status.ISSUING,
}


def _is_the_fee(state: RequestState, fact: PaymentRequested | PaymentCaptured) -> bool:
    if fact.amount != state.terms.amount:
        raise DomainError(ErrorCode.AMOUNT_DIFFERS, payment_id=fact.payment_id)
    return not state.money.is_captured


def _may_be_printed(state: RequestState, _fact: CertificateIssued) -> bool:
    return may_leave(state) and state.identity.cleared_for_issue


def _is_the_letter(state: RequestState, fact: HandedOver | HandOverRefused) -> bool:
    return state.post.confirmed and fact.letter_id == state.post.letter_id


def _was_assumed(state: RequestState, _fact: DeliveryConfirmed) -> bool:
    return state.post.delivery is Delivery.ASSUMED


def _is_this_deadline(state: RequestState, fact: Lapsed) -> bool:
    lapses_in = {LapseReason.UNPAID: Status.AWAITING_PAYMENT, LapseReason.NOT_CORRECTED: Status.RETURNED}
    return lapses_in[fact.reason] is state.status


def _must_go_back(state: RequestState, _fact: Refunded | RefundHandedToOfficer) -> bool:
    return state.money.refund is RefundStatus.DUE


def _refund_of_the_refused(state: RequestState, fact: IdentityRefused) -> Events:
    return refund_due(state, fact.at, fact.by, owed=state.terms.refund.on_rejection)


def _refund_of_the_lapsed(state: RequestState, fact: Lapsed) -> Events:
    return refund_due(state, fact.at, fact.by, owed=state.terms.refund.on_lapse)


def _refund_of_the_late(state: RequestState, fact: PaymentCaptured) -> Events:
    if not (state.ended and is_owed_after_the_end(state, fact.captured_at)):
        return ()
    return (RefundDue(at=fact.at, by=fact.by, payment_id=fact.payment_id, amount=fact.amount),)


@dataclass(frozen=True)
class _Rule:
    """In which statuses a fact may come, what must be so beside, and what it causes besides itself."""

    statuses: frozenset[Status]
    fits: Callable[[RequestState, Any], bool] = lambda _state, _fact: True
    causes: Callable[[RequestState, Any], Events] = lambda _state, _fact: ()


def _in(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


_ENDED_BEFORE_PAPER = ENDS - {Status.COMPLETED}
_RULES: dict[type[Event], _Rule] = {
    IdentityVerified: _Rule(_in(Status.VERIFYING)),
    IdentityRefused: _Rule(_in(Status.VERIFYING), causes=_refund_of_the_refused),
    EligibilityConfirmed: _Rule(_in(Status.VERIFYING, Status.ISSUING), _is_checked_here),
    Held: _Rule(_in(Status.VERIFYING, Status.AWAITING_PAYMENT, Status.ISSUING), _is_checked_here),
    DeadlineSet: _Rule(
        _in(Status.AWAITING_PAYMENT, Status.RETURNED, Status.DISPATCHED, Status.MAIL_RETURNED, Status.COMPLETED)
    ),
    PaymentRequested: _Rule(_in(Status.AWAITING_PAYMENT), _is_the_fee),
    # What was under way when the request ended is recorded all the same.
    PaymentCaptured: _Rule(_in(Status.AWAITING_PAYMENT) | _ENDED_BEFORE_PAPER, _is_the_fee, _refund_of_the_late),
    Refunded: _Rule(_ENDED_BEFORE_PAPER, _must_go_back),
    RefundHandedToOfficer: _Rule(_ENDED_BEFORE_PAPER, _must_go_back),
    CertificateIssued: _Rule(_in(Status.ISSUING), _may_be_printed),
    HandedOver: _Rule(_in(Status.READY_TO_DISPATCH), _is_the_letter),
    HandOverRefused: _Rule(_in(Status.READY_TO_DISPATCH), _is_the_letter),
    Delivered: _Rule(_in(Status.DISPATCHED)),
    # Taken as delivered until now: the post's word is news.
    DeliveryConfirmed: _Rule(_in(Status.COMPLETED), _was_assumed),
    LateReturnsOver: _Rule(_in(Status.COMPLETED)),
    MailReturned: _Rule(_in(Status.DISPATCHED, Status.COMPLETED)),
    Lapsed: _Rule(_in(Status.AWAITING_PAYMENT, Status.RETURNED), _is_this_deadline, _refund_of_the_lapsed),
}

"""What printing, posting and returned mail change in the state. Part of `evolve`."""

from domain.certificates.folding import Change, Folds, to_end
from domain.certificates.paper_events import (
    CertificateIssued,
    Delivered,
    DeliveryConfirmed,
    DispatchConfirmed,
    HandedOver,
    HandOverRefused,
    LateReturnsOver,
    MailReturned,
    ReturnedMailDestroyed,
)
from domain.certificates.state import Delivery, RequestState
from domain.certificates.status import Status


def _issued(state: RequestState, event: CertificateIssued) -> Change:
    post = state.post.model_copy(update={"weight_grams": event.weight_grams})
    return {"status": Status.READY_TO_DISPATCH, "post": post}


def _dispatch_confirmed(state: RequestState, event: DispatchConfirmed) -> Change:
    post = state.post.model_copy(
        update={
            "attempt": state.post.attempt + 1,
            "letter_id": event.letter_id,
            "tracking_number": event.tracking_number,
            "confirmed": True,
            "accepted_at": None,
            "refusal": None,
            "delivery": None,
        }
    )
    return {"status": Status.READY_TO_DISPATCH, "post": post, "due": {}}


def _handed_over(state: RequestState, event: HandedOver) -> Change:
    return {"status": Status.DISPATCHED, "post": state.post.model_copy(update={"accepted_at": event.accepted_at})}


def _hand_over_refused(state: RequestState, event: HandOverRefused) -> Change:
    """Forget the number: the letter that bears it is another's."""
    forgotten = {"confirmed": False, "letter_id": None, "tracking_number": None, "refusal": event.code}
    return {"post": state.post.model_copy(update=forgotten)}


def _delivered(state: RequestState, event: Delivered | DeliveryConfirmed) -> Change:
    delivery = Delivery.REPORTED if event.event_id else Delivery.ASSUMED
    due = state.due if isinstance(event, DeliveryConfirmed) else {}
    return {"status": Status.COMPLETED, "post": state.post.model_copy(update={"delivery": delivery}), "due": due}


def _late_returns_over(state: RequestState, _event: LateReturnsOver) -> Change:
    return {"post": state.post.model_copy(update={"settled": True}), "due": {}}


def _mail_returned(state: RequestState, _event: MailReturned) -> Change:
    returned = (*state.post.returned, state.post.tracking_number or "")
    post = state.post.model_copy(update={"confirmed": False, "returned": returned, "delivery": None})
    return {"status": Status.MAIL_RETURNED, "post": post, "due": {}}


PAPER_FOLDS: Folds = {
    CertificateIssued: _issued,
    DispatchConfirmed: _dispatch_confirmed,
    HandedOver: _handed_over,
    HandOverRefused: _hand_over_refused,
    Delivered: _delivered,
    DeliveryConfirmed: _delivered,
    LateReturnsOver: _late_returns_over,
    MailReturned: _mail_returned,
    ReturnedMailDestroyed: to_end(Status.LAPSED),
}

"""Letters that come back after "delivered": an assumption is never final, and the post's word not for a while."""

from datetime import timedelta

import pytest
from fixtures.desk import APPROVER, DISPATCHER, EXAMINER, NUMBERS, Desk, desk_at

from domain.actors import APPLICANT
from domain.certificates import commands as c
from domain.certificates.events import DeadlineSet
from domain.certificates.paper_events import Delivered, DeliveryConfirmed, LateReturnsOver, MailReturned
from domain.certificates.state import Delivery
from domain.certificates.status import Status
from domain.certificates.terms import DeadlineKind
from domain.errors import DomainError, ErrorCode
from domain.postal.letters import ReturnReason

BACK = c.RecordReturnedMail(reason=ReturnReason.STORAGE_EXPIRED)


def delivered(scan: str = "scan-2") -> Desk:
    """Return a case whose letter was delivered by the post's word, or (empty) for want of any."""
    desk = Desk().dispatch()
    desk.record(Delivered, event_id=scan)
    desk.record(DeadlineSet, deadline=DeadlineKind.LATE_RETURN, due_at=desk.now + timedelta(days=60))
    return desk


@pytest.mark.parametrize(("scan", "known"), [("scan-2", Delivery.REPORTED), ("", Delivery.ASSUMED)])
def test_a_delivery_says_who_says_so(scan: str, known: Delivery):
    """For the citizen it is over; it is not closed while the letter may come back."""
    desk = delivered(scan)
    assert (desk.status, desk.state.post.delivery) == (Status.COMPLETED, known)
    assert (desk.state.ended, desk.state.closed) == (True, False)


@pytest.mark.parametrize("scan", ["scan-2", ""])
@pytest.mark.parametrize("reason", ReturnReason)
def test_the_dispatcher_records_what_lies_on_the_desk(scan: str, reason: ReturnReason):
    """Whatever the post said, or did not say, before; and whatever the slip says."""
    desk = delivered(scan)
    (back,) = desk.decide(c.RecordReturnedMail(reason=reason), DISPATCHER)
    assert isinstance(back, MailReturned)
    assert (desk.status, desk.state.post.delivery, desk.state.due) == (Status.MAIL_RETURNED, None, {})


@pytest.mark.parametrize("scan", ["scan-2", ""])
def test_the_post_may_say_it_too(scan: str):
    """It delivered, the recipient gave it back."""
    desk = delivered(scan)
    desk.record(MailReturned, reason=ReturnReason.REFUSED, event_id="scan-3")
    assert desk.status is Status.MAIL_RETURNED


def test_sent_again_it_may_come_back_again():
    """Each letter has its own days."""
    desk = delivered()
    for number in NUMBERS[1:]:
        desk.decide(BACK, DISPATCHER)
        desk.decide(c.ConfirmDispatch(tracking_number=number), DISPATCHER)
        desk.hand_over()
        assert desk.state.post.delivery is None
        desk.record(Delivered)
        assert (desk.status, desk.state.closed) == (Status.COMPLETED, False)
    desk.decide(BACK, DISPATCHER)
    desk.decide(c.DestroyReturnedMail(), DISPATCHER)
    assert (desk.status, desk.state.closed) == (Status.LAPSED, True)


def test_when_the_days_are_over_the_request_is_closed():
    """Nothing of it can be recorded any more, by anybody."""
    desk = delivered("")
    desk.record(LateReturnsOver)
    assert (desk.status, desk.state.closed, desk.state.due) == (Status.COMPLETED, True, {})
    with pytest.raises(DomainError) as refused:
        desk.decide(BACK, DISPATCHER)
    assert refused.value.code is ErrorCode.REQUEST_CLOSED
    with pytest.raises(DomainError):
        desk.record(MailReturned, reason=ReturnReason.MOVED, event_id="s")
    with pytest.raises(DomainError):
        desk.record(DeliveryConfirmed, event_id="s")


def test_the_posts_late_word_ends_the_assumption():
    """It is recorded once; the citizen was told before, and nothing is delivered twice."""
    desk = delivered("")
    with pytest.raises(DomainError):
        desk.record(Delivered)
    desk.record(DeliveryConfirmed, event_id="scan-9")
    assert (desk.state.post.delivery, desk.status) == (Delivery.REPORTED, Status.COMPLETED)
    assert DeadlineKind.LATE_RETURN in desk.state.due
    with pytest.raises(DomainError):
        desk.record(DeliveryConfirmed, event_id="scan-10")


@pytest.mark.parametrize(("command", "actor"), [(BACK, EXAMINER), (BACK, APPROVER), (BACK, APPLICANT)])
def test_only_the_dispatcher_records_it(command: c.Command, actor):
    """The letter lies on the dispatcher's desk."""
    with pytest.raises(DomainError) as refused:
        delivered().decide(command, actor)
    assert refused.value.code is ErrorCode.ROLE_MISSING


def test_for_the_citizen_a_delivered_request_is_over():
    """Withdrawing is told as after any end: make a new one."""
    with pytest.raises(DomainError) as refused:
        delivered().decide(c.Withdraw(), APPLICANT)
    assert refused.value.code is ErrorCode.REQUEST_CLOSED


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN, Status.LAPSED, Status.ISSUING])
def test_nothing_comes_back_that_never_left(status: Status):
    """Only a delivered letter does."""
    with pytest.raises(DomainError):
        desk_at(status).decide(BACK, DISPATCHER)

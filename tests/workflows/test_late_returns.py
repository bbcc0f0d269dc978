"""Letters that come back after they were delivered, or taken as delivered (ADR 16)."""

from datetime import timedelta

import pytest
from fixtures.procedure import DISPATCHER, TRACKING, Procedure

from domain.certificates import commands as c
from domain.certificates.events import DeadlineSet
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.paper_events import Delivered, DeliveryConfirmed, HandedOver, LateReturnsOver, MailReturned
from domain.certificates.state import Delivery
from domain.certificates.status import Status
from domain.certificates.terms import DeadlineKind
from domain.errors import PortRejected
from domain.postal.letters import PostalEvent, ReturnReason
from workflows.certificates.messages import PostalHint

pytestmark = pytest.mark.engine
BACK = c.RecordReturnedMail(reason=ReturnReason.STORAGE_EXPIRED)


@pytest.fixture(params=["delivered", "no word"])
async def over(request: pytest.FixtureRequest, procedure: Procedure) -> Procedure:
    """Give a request that is over for its citizen: by the post's word, and for want of any."""
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)
    await procedure.approve()
    await procedure.send()
    await procedure.seen(HandedOver)
    await procedure.seen(DeadlineSet)
    if request.param == "delivered":
        await procedure.deliver()
    else:
        await procedure.skip(timedelta(days=20))
    await procedure.seen(Delivered)
    await procedure.seen(DeadlineSet, times=2)
    return procedure


async def _told(procedure: Procedure, scan: PostalEvent) -> None:
    await procedure.requests.postal_hint(procedure.case_id, PostalHint(event_id=scan.event_id))


async def test_a_letter_on_the_desk_is_recorded_and_sent_again(over: Procedure) -> None:
    """Weeks after; the second letter has its own way and its own days."""
    await over.skip(timedelta(days=30))
    await over.decide(BACK, DISPATCHER)
    await over.seen(MailReturned)
    await over.decide(c.ConfirmDispatch(tracking_number=TRACKING[1]), DISPATCHER)
    await over.seen(HandedOver, times=2)
    await over.deliver(TRACKING[1])
    await over.seen(Delivered, times=2)
    assert (await over.ended()).status is Status.COMPLETED
    assert over.story[-3:] == ["delivered", "deadline_set", "late_returns_over"]


async def test_a_letter_on_the_desk_is_recorded_and_destroyed(over: Procedure) -> None:
    """The request lapses and is closed at once."""
    await over.decide(BACK, DISPATCHER)
    await over.seen(MailReturned)
    await over.decide(c.DestroyReturnedMail(), DISPATCHER)
    assert (await over.ended()).status is Status.LAPSED


async def test_it_is_closed_when_the_citys_days_are_over(over: Procedure) -> None:
    """At the recorded deadline, not before."""
    outcome = await over.ended()
    due = [event for event in over.events if isinstance(event, DeadlineSet)][-1]
    closing = over.events[-1]
    assert (outcome.status, due.deadline) == (Status.COMPLETED, DeadlineKind.LATE_RETURN)
    assert isinstance(closing, LateReturnsOver)
    assert due.due_at <= closing.at < due.due_at + timedelta(minutes=1)


async def test_the_post_says_that_it_comes_back(over: Procedure) -> None:
    """Its hint is a reason to ask, also after the end."""
    await over.tell_time()
    await _told(over, over.city.carrier.send_back(TRACKING[0], ReturnReason.MOVED))
    back = await over.seen(MailReturned)
    assert back.reason is ReturnReason.MOVED


async def test_a_post_that_tells_nothing_changes_nothing(over: Procedure) -> None:
    """A hint, and no answer to the question: the dispatcher's word is what counts."""
    over.city.carrier.faults.always_refuse("track", PortRejected("post", "no_such_number"))
    await over.tell_time()
    await _told(over, over.city.carrier.send_back(TRACKING[0]))
    await over.decide(BACK, DISPATCHER)
    await over.seen(MailReturned)
    assert over.story.count("mail_returned") == 1


@pytest.mark.parametrize("over", ["no word"], indirect=True)
async def test_the_posts_late_word_of_delivery_is_recorded(over: Procedure) -> None:
    """The assumption is over; told twice it is recorded once, and closes nothing early."""
    await over.tell_time()
    scan = over.city.carrier.deliver(TRACKING[0])
    await _told(over, scan)
    assert (await over.seen(DeliveryConfirmed)).event_id == scan.event_id
    await _told(over, over.city.carrier.deliver(TRACKING[0]))
    assert (await over.state()).post.delivery is Delivery.REPORTED
    await over.ended()
    assert over.story[-2:] == ["delivery_confirmed", "late_returns_over"]

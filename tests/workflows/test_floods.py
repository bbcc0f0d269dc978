"""Whoever sends whatever how often: no request stops for it, and its history and ledger stay bounded."""

from datetime import timedelta

import pytest
from fixtures.procedure import DISPATCHER, EXAMINER, TRACKING, Procedure
from temporalio.api.enums.v1 import EventType

from domain.certificates import commands as c
from domain.certificates.events import DeadlineSet
from domain.certificates.money_events import PaymentCaptured, PaymentRequested
from domain.certificates.paper_events import Delivered, HandedOver
from domain.certificates.status import Status
from workflows.certificates.messages import PostalHint

pytestmark = pytest.mark.engine
_MARKERS = (EventType.EVENT_TYPE_MARKER_RECORDED, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)


async def dispatched(procedure: Procedure) -> None:
    """Bring a request to the post."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await procedure.approve()
    await procedure.send()
    await procedure.seen(HandedOver)
    await procedure.seen(DeadlineSet, times=2)


async def steps(procedure: Procedure) -> int:
    """Return how many steps the request's history holds."""
    events = (await procedure.histories())["certificate-request"].events
    return sum(event.event_type in _MARKERS for event in events)


async def test_early_hints_one_after_the_other_stop_nothing(procedure: Procedure) -> None:
    """Thirty-five hints before anything happened, each followed by a look: the delivery is found as ever."""
    await dispatched(procedure)
    for number in range(35):
        await procedure.requests.postal_hint(procedure.case_id, PostalHint(event_id=f"early-{number}"))
        await procedure.seen_call("track", procedure.city.carrier.faults, number + 1)
    procedure.city.carrier.deliver(TRACKING[0])
    outcome = await procedure.ended()
    assert outcome.status is Status.COMPLETED
    assert (await procedure.seen(Delivered)).event_id


async def test_a_flood_of_hints_is_not_followed(procedure: Procedure) -> None:
    """Two thousand hints are forty looks at most; the timers find the delivery after them."""
    await dispatched(procedure)
    before = await steps(procedure)
    for number in range(2_000):
        await procedure.requests.postal_hint(procedure.case_id, PostalHint(event_id=f"flood-{number}"))
    assert await steps(procedure) - before <= 45
    procedure.city.carrier.deliver(TRACKING[0])
    assert (await procedure.ended()).status is Status.COMPLETED
    assert (await procedure.seen(Delivered)).event_id


async def test_a_flood_of_refused_decisions_leaves_a_bounded_ledger(procedure: Procedure) -> None:
    """A thousand decisions that cannot be taken are two hundred lines; the request goes on."""
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    wrong = c.ConfirmDispatch(tracking_number=TRACKING[0])
    for _ in range(1_000):
        await procedure.requests.decide_later(procedure.case_id, procedure.decision(wrong, DISPATCHER))
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    assert procedure.story.count("decision_refused") == 200
    await procedure.decide(c.Take(), EXAMINER)


async def test_a_slow_carrier_is_asked_less_and_less(procedure: Procedure) -> None:
    """Without a word the pauses grow and end with the deadline: taken as delivered."""
    await dispatched(procedure)
    procedure.city.carrier.faults.down = True
    await procedure.skip(timedelta(days=1, hours=2))
    procedure.city.carrier.faults.down = False
    assert (await procedure.ended()).status is Status.COMPLETED

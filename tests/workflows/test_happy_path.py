"""One request from the counter to the letter box, in every payment order, and what its history costs."""

import pytest
from fakes.book import PAY_AFTER_APPROVAL, PAY_FIRST
from fixtures.procedure import APPROVER, EXAMINER, Procedure

from domain.certificates import commands as c
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.money_events import PaymentCaptured
from domain.certificates.status import RefundStatus, Status

pytestmark = pytest.mark.engine

MOST_EVENTS = 100
MOST_BYTES = 64 * 1024


async def test_a_request_paid_first_reaches_the_letter_box(procedure: Procedure) -> None:
    """Verified, paid, approved by a second person, printed, posted, delivered: one charge and one letter."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.COMPLETED, RefundStatus.NONE)
    assert procedure.city.provider.captures == [procedure.payment_id]
    assert len(procedure.city.carrier.letters) == 1
    assert len(procedure.city.press.printed) == 2 * 2  # tried before payment, then printed
    assert procedure.story == [
        "request_received",
        "identity_verified",
        "eligibility_confirmed",
        "deadline_set",
        "payment_requested",
        "payment_captured",
        "case_taken",
        "approval_proposed",
        "approved",
        "eligibility_confirmed",
        "certificate_issued",
        "dispatch_confirmed",
        "handed_over",
        "deadline_set",
        "delivered",
        "deadline_set",
        "late_returns_over",
    ]


async def test_a_history_stays_small(procedure: Procedure) -> None:
    """Own and payment's history together stay within 100 events and 64 KiB."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    await procedure.ended()
    histories = (await procedure.histories()).values()
    events = [event for history in histories for event in history.events]
    assert 40 < len(events) <= MOST_EVENTS
    assert sum(event.ByteSize() for event in events) <= MOST_BYTES


async def test_a_city_may_collect_after_approval(procedure: Procedure) -> None:
    """Where the office fixes the fee first, the citizen pays what is already approved, and it is printed at once."""
    await procedure.submit(PAY_AFTER_APPROVAL)
    await procedure.seen(EligibilityConfirmed)
    await procedure.approve()
    await procedure.pay()
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED
    story = procedure.story
    assert story.index("approved") < story.index("payment_requested") < story.index("certificate_issued")


@pytest.mark.parametrize("municipality", [PAY_FIRST, PAY_AFTER_APPROVAL])
async def test_who_owes_nothing_pays_nothing(procedure: Procedure, municipality: str) -> None:
    """An exempt request is never asked to pay, in either order."""
    procedure.city.book.exempt(municipality)
    await procedure.submit(municipality)
    await procedure.seen(EligibilityConfirmed)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED
    assert "payment_requested" not in procedure.story
    assert procedure.city.provider.charges == {}


async def test_an_approver_may_send_a_case_back_to_the_examiner(procedure: Procedure) -> None:
    """差戻し(起案へ): the examiner proposes again; the citizen sees nothing of it."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await procedure.decide(c.ProposeApproval(), EXAMINER)
    await procedure.decide(c.Remand(), APPROVER)
    await procedure.decide(c.ProposeApproval(), EXAMINER)
    await procedure.decide(c.Approve(), APPROVER)
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED
    assert procedure.story.count("approval_proposed") == 2

"""交付 and 発送: one letter, followed to its end, and letters that come back."""

from datetime import timedelta

import pytest
from fakes.book import PAY_AFTER_APPROVAL, PAY_FIRST
from fixtures.procedure import DISPATCHER, EXAMINER, TRACKING, Procedure

from domain import ids
from domain.certificates import commands as c
from domain.certificates.events import DeadlineSet
from domain.certificates.identity_events import EligibilityConfirmed, Held
from domain.certificates.money_events import PaymentCaptured
from domain.certificates.paper_events import CertificateIssued, Delivered, HandedOver, HandOverRefused, MailReturned
from domain.certificates.status import HoldStage, RefundStatus, RejectionReason, Status
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.identity.residents import ResidencyStatus
from domain.postal.letters import ReturnReason
from workflows.certificates.messages import PostalHint

pytestmark = pytest.mark.engine


async def _printed(procedure: Procedure) -> None:
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)
    await procedure.approve()
    await procedure.seen(CertificateIssued)


async def _sent(procedure: Procedure) -> None:
    await _printed(procedure)
    await procedure.send()
    await procedure.seen(HandedOver)
    await procedure.seen(DeadlineSet)


async def _returned(procedure: Procedure) -> None:
    await _sent(procedure)
    await procedure.tell_time()
    scan = procedure.city.carrier.send_back(TRACKING[0])
    await procedure.requests.postal_hint(procedure.case_id, PostalHint(event_id=scan.event_id))
    await procedure.seen(MailReturned)


async def test_returned_mail_is_sent_again(procedure: Procedure) -> None:
    """The post brings it back, the dispatcher sends it again under another number, and it arrives."""
    await _returned(procedure)
    await procedure.decide(c.ConfirmDispatch(tracking_number=TRACKING[1]), DISPATCHER)
    await procedure.seen(HandedOver, times=2)
    await procedure.deliver(TRACKING[1])
    assert (await procedure.ended()).status is Status.COMPLETED
    letters = {ids.letter_id(procedure.case_id, attempt) for attempt in (1, 2)}
    assert set(procedure.city.carrier.letters) == letters


@pytest.mark.parametrize("change", [{"suppressed": True}, {"status": ResidencyStatus.MOVED_OUT}, {"named": "r-9"}])
async def test_returned_mail_is_not_sent_to_who_may_be_protected_since(procedure: Procedure, change: dict) -> None:
    """It came back because the person is gone: one dispatcher cannot send it to the old address; it is destroyed."""
    await _returned(procedure)
    for name, value in change.items():
        setattr(procedure.city.registry, name, value)
    await procedure.decide(c.ConfirmDispatch(tracking_number=TRACKING[1]), DISPATCHER)
    assert (await procedure.seen(HandOverRefused)).code == "register_changed"
    assert set(procedure.city.carrier.letters) == {ids.letter_id(procedure.case_id, 1)}
    await procedure.decide(c.DestroyReturnedMail(), DISPATCHER)
    assert (await procedure.ended()).status is Status.LAPSED


async def test_returned_mail_waits_while_the_register_does_not_answer(procedure: Procedure) -> None:
    """Never blind: it goes out when the register has said the same again."""
    await _returned(procedure)
    procedure.city.registry.faults.refuse("look_up", PortUnavailable("registry"))
    await procedure.decide(c.ConfirmDispatch(tracking_number=TRACKING[1]), DISPATCHER)
    await procedure.seen(HandedOver, times=2)
    assert procedure.city.registry.faults.calls["look_up"] >= 4


async def test_returned_mail_is_destroyed_with_a_record(procedure: Procedure) -> None:
    """The request lapses; who destroyed the letter stands in the ledger."""
    await _returned(procedure)
    await procedure.decide(c.DestroyReturnedMail(), DISPATCHER)
    assert (await procedure.ended()).status is Status.LAPSED
    assert (procedure.events[-1].type, procedure.events[-1].by) == ("returned_mail_destroyed", DISPATCHER.id)


async def test_the_dispatcher_may_be_quicker_than_the_post(procedure: Procedure) -> None:
    """A letter on the desk is recorded by hand; the post's own word afterwards changes nothing."""
    await _sent(procedure)
    await procedure.decide(c.RecordReturnedMail(reason=ReturnReason.REFUSED), DISPATCHER)
    await procedure.seen(MailReturned)
    scan = procedure.city.carrier.send_back(TRACKING[0])
    await procedure.requests.postal_hint(procedure.case_id, PostalHint(event_id=scan.event_id))
    await procedure.decide(c.DestroyReturnedMail(), DISPATCHER)
    await procedure.ended()
    assert procedure.story.count("mail_returned") == 1


async def test_a_refused_number_is_replaced(procedure: Procedure) -> None:
    """A number the post does not take is recorded with its code; the dispatcher gives another."""
    await _printed(procedure)
    procedure.city.carrier.faults.refuse("hand_over", PortRejected("post", "tracking_number_in_use"))
    await procedure.send()
    refused = await procedure.seen(HandOverRefused)
    assert refused.code == "tracking_number_in_use"
    await procedure.send(TRACKING[1])
    await procedure.deliver(TRACKING[1])
    assert (await procedure.ended()).status is Status.COMPLETED
    assert len(procedure.city.carrier.letters) == 1


async def test_a_carrier_without_an_answer_gets_one_letter(procedure: Procedure) -> None:
    """The post took the letter and did not say so: it is asked again by the letter's id."""
    await _printed(procedure)
    procedure.city.carrier.faults.lose_answer("hand_over")
    await procedure.send()
    await procedure.skip(timedelta(minutes=1))
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED
    assert len(procedure.city.carrier.letters) == 1


async def test_a_wrong_tracking_number_is_refused_at_once(procedure: Procedure) -> None:
    """The check digit is checked while the dispatcher still holds the letter."""
    await _printed(procedure)
    with pytest.raises(DomainError) as refused:
        await procedure.decide(c.ConfirmDispatch(tracking_number="12345678901"), DISPATCHER)
    assert refused.value.code is ErrorCode.TRACKING_NUMBER_INVALID
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED


async def test_no_word_by_the_deadline_is_taken_as_delivered(procedure: Procedure) -> None:
    """The request completes at the recorded deadline, and the event names no scan."""
    await _sent(procedure)
    outcome = await procedure.ended()
    assert outcome.status is Status.COMPLETED
    delivered = await procedure.seen(Delivered)
    assert delivered.event_id == ""
    due = next(event.due_at for event in procedure.events if isinstance(event, DeadlineSet))
    assert due <= delivered.at < due + timedelta(minutes=1)


async def test_a_delivery_nobody_told_of_is_found(procedure: Procedure) -> None:
    """The carrier is asked after a day."""
    await _sent(procedure)
    await procedure.tell_time()
    scan = procedure.city.carrier.deliver(TRACKING[0])
    outcome = await procedure.ended()
    delivered = await procedure.seen(Delivered)
    assert (outcome.status, delivered.event_id) == (Status.COMPLETED, scan.event_id)


@pytest.mark.parametrize("error", [PortUnavailable("post", retry_after=3600), PortRejected("post", "no_such_number")])
async def test_a_carrier_that_tells_nothing_keeps_nobody_waiting(procedure: Procedure, error: Exception) -> None:
    """Down or refusing, the carrier delays neither the dispatcher nor the deadline."""
    await _sent(procedure)
    procedure.city.carrier.faults.always_refuse("track", error)
    await procedure.skip(timedelta(days=2))
    await procedure.decide(c.RecordReturnedMail(reason=ReturnReason.REFUSED), DISPATCHER)
    await procedure.seen(MailReturned)
    await procedure.decide(c.ConfirmDispatch(tracking_number=TRACKING[1]), DISPATCHER)
    await procedure.seen(HandedOver, times=2)
    assert (await procedure.ended()).status is Status.COMPLETED


async def test_a_press_that_cannot_print_holds_the_request(procedure: Procedure) -> None:
    """Missing fonts are an officer's matter, not the citizen's; released, it is printed."""
    procedure.city.book.exempt("999001")
    procedure.city.press.faults.always_refuse("certificate", DomainError(ErrorCode.FONT_MISSING))
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)
    await procedure.approve()
    held = await procedure.seen(Held)
    assert held.stage is HoldStage.BEFORE_ISSUE
    procedure.city.press.faults.always_refuse("certificate", None)
    await procedure.decide(c.CheckAgain(), EXAMINER)
    await procedure.seen(CertificateIssued)


async def test_nobody_pays_for_what_cannot_be_posted(procedure: Procedure) -> None:
    """Ten copies for a household of eighteen: held before a code is made; checked again when the tariff takes it."""
    procedure.city.press.sheets = 60
    await procedure.submit()
    held = await procedure.seen(Held)
    assert held.stage is HoldStage.PRINT
    assert "payment_requested" not in procedure.story
    assert "deadline_set" not in procedure.story
    await procedure.decide(c.CheckAgain(), EXAMINER)
    await procedure.seen(Held, times=2)
    procedure.city.press.sheets = 2
    await procedure.decide(c.CheckAgain(), EXAMINER)
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED


@pytest.mark.parametrize("municipality", [PAY_FIRST, PAY_AFTER_APPROVAL])
async def test_a_hold_of_the_print_has_ways_out(procedure: Procedure, municipality: str) -> None:
    """Whenever the city collects, it is found before that; withdrawn, nothing is owed."""
    procedure.city.press.faults.always_refuse("certificate", DomainError(ErrorCode.FONT_MISSING))
    await procedure.submit(municipality)
    await procedure.seen(EligibilityConfirmed)
    if municipality == PAY_AFTER_APPROVAL:
        await procedure.approve()
    await procedure.seen(Held)
    assert "payment_requested" not in procedure.story
    await procedure.decide(c.ProposeRejection(reasons=(RejectionReason.COUNTER_ONLY,)), EXAMINER)
    await procedure.withdraw()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.WITHDRAWN, RefundStatus.NONE)

"""Decisions as updates and as signals: taken once, refused cleanly, never lost in silence."""

import asyncio
from datetime import timedelta

import pytest
from fixtures.procedure import APPROVER, DISPATCHER, EXAMINER, Procedure

from domain.actors import APPLICANT, Actor, Role
from domain.cases.event import DecisionRefused
from domain.certificates import commands as c
from domain.certificates.events import DeadlineSet
from domain.certificates.examination_events import Remark
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.money_events import PaymentRequested
from domain.certificates.paper_events import CertificateIssued
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.engine

REMARK = Remark(field="delivery.address", code="incomplete")


async def _examined(procedure: Procedure) -> None:
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)


async def test_the_same_decision_twice_is_one(procedure: Procedure) -> None:
    """Repeated by update and by signal, a decision is answered each time and taken once."""
    await _examined(procedure)
    first = await procedure.decide(c.Take(), EXAMINER, "decision-of-sato")
    second = await procedure.decide(c.Take(), EXAMINER, "decision-of-sato")
    await procedure.requests.decide_later(procedure.case_id, procedure.decision(c.Take(), EXAMINER, "decision-of-sato"))
    assert first == second
    await procedure.withdraw()
    await procedure.ended()
    assert procedure.story.count("case_taken") == 1


async def test_of_two_approvers_at_once_one_decides(procedure: Procedure) -> None:
    """The other is told that there is nothing to approve any more."""
    await _examined(procedure)
    await procedure.decide(c.ProposeApproval(), EXAMINER)
    other = Actor(id="officer-tanaka", roles=(Role.APPROVER,))
    answers = await asyncio.gather(
        procedure.decide(c.Approve(), APPROVER), procedure.decide(c.Approve(), other), return_exceptions=True
    )
    refusals = [answer.code for answer in answers if isinstance(answer, DomainError)]
    assert refusals == [ErrorCode.NOT_ALLOWED_NOW]
    await procedure.seen(CertificateIssued)
    assert procedure.story.count("approved") == 1


async def test_a_refused_update_writes_nothing(procedure: Procedure) -> None:
    """Four eyes: the caller learns the code and its facts, the ledger nothing."""
    await _examined(procedure)
    both = Actor(id="officer-both", roles=(Role.EXAMINER, Role.APPROVER))
    await procedure.decide(c.ProposeApproval(), both)
    with pytest.raises(DomainError) as refused:
        await procedure.decide(c.Approve(), both)
    assert (refused.value.code, refused.value.facts) == (ErrorCode.FOUR_EYES, {"action": "approve"})
    await procedure.withdraw()
    await procedure.ended()
    assert "decision_refused" not in procedure.story


async def test_a_refused_signal_is_recorded(procedure: Procedure) -> None:
    """A decision nobody waits for is never refused in silence, also while the citizen is being waited for."""
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    decision = procedure.decision(c.ConfirmDispatch(tracking_number="12345678903"), DISPATCHER)
    await procedure.requests.decide_later(procedure.case_id, decision)
    refused = await procedure.seen(DecisionRefused)
    assert (refused.action, refused.code, refused.by) == ("confirm_dispatch", "not_allowed_now", DISPATCHER.id)
    assert (await procedure.state()).status is Status.AWAITING_PAYMENT
    await procedure.withdraw()
    await procedure.ended()


async def test_a_decision_before_the_beginning_is_refused_cleanly(procedure: Procedure) -> None:
    """Before the terms are read there is nothing to decide: the update is refused, a signal is taken afterwards."""
    procedure.city.book.faults.down = True
    await procedure.submit()
    with pytest.raises(DomainError) as refused:
        await procedure.withdraw()
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW
    with pytest.raises(DomainError) as unknown:
        await procedure.state()
    assert unknown.value.code is ErrorCode.NOT_ALLOWED_NOW
    await procedure.requests.decide_later(procedure.case_id, procedure.decision(c.Withdraw(), APPLICANT))
    procedure.city.book.faults.down = False
    assert (await procedure.ended()).status is Status.WITHDRAWN
    assert procedure.story == ["request_received", "withdrawn"]


async def test_a_correction_in_time_goes_on(procedure: Procedure) -> None:
    """補正: the corrected application is checked anew and the case goes back to its examiner."""
    await _examined(procedure)
    await procedure.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    await procedure.seen(DeadlineSet)
    await procedure.skip(timedelta(days=3))
    await procedure.city.submit(procedure.case_id, "999001", revision=2)
    await procedure.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    await procedure.seen(EligibilityConfirmed, times=2)
    state = await procedure.state()
    assert (state.status, state.revision) == (Status.UNDER_EXAMINATION, 2)
    assert timedelta(seconds=state.paused_seconds) >= timedelta(days=3)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED


async def test_without_a_correction_the_request_lapses(procedure: Procedure) -> None:
    """At the recorded deadline, not before."""
    await _examined(procedure)
    await procedure.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    outcome = await procedure.ended()
    due = next(event.due_at for event in procedure.events if isinstance(event, DeadlineSet))
    assert outcome.status is Status.LAPSED
    assert due <= outcome.closed_at < due + timedelta(minutes=1)


async def test_correcting_while_the_deadline_is_computed(procedure: Procedure) -> None:
    """A correction quicker than our own calendar is taken; no deadline is recorded for it."""
    await _examined(procedure)
    procedure.city.book.faults.down = True
    calls = procedure.city.book.faults.calls["closed_days"]
    await procedure.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    await procedure.seen_call("closed_days", procedure.city.book.faults, calls + 3)
    await procedure.city.submit(procedure.case_id, "999001", revision=2)
    await procedure.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    procedure.city.book.faults.down = False
    await procedure.skip(timedelta(minutes=10))
    await procedure.seen(EligibilityConfirmed, times=2)
    await procedure.withdraw()
    await procedure.ended()
    assert "deadline_set" not in procedure.story


async def test_the_ledger_may_be_away_for_a_while(procedure: Procedure) -> None:
    """While recording fails the request waits, decisions are still taken, and nothing is lost or recorded twice."""
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(EligibilityConfirmed)
    procedure.city.recorder.faults.down = True
    await procedure.decide(c.Take(), EXAMINER)
    await procedure.decide(c.ProposeApproval(), EXAMINER)
    await procedure.decide(c.Approve(), APPROVER)
    procedure.city.recorder.faults.down = False
    await procedure.skip(timedelta(minutes=10))
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED
    assert procedure.story.count("approved") == 1

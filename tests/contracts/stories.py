"""Requests as lists of events, for tests of whatever records, folds or verifies them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from fixtures.retelling import retold

from domain import ids
from domain.cases.batch import EventBatch
from domain.cases.staging import UNMARKED, Mark
from domain.certificates.events import AnyEvent, DeadlineSet, RequestReceived
from domain.certificates.examination_events import ApprovalProposed, Approved, CaseTaken
from domain.certificates.identity_events import EligibilityConfirmed, IdentityVerified
from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.money_events import PaymentCaptured, PaymentRequested
from domain.certificates.paper_events import (
    CertificateIssued,
    Delivered,
    DispatchConfirmed,
    HandedOver,
    LateReturnsOver,
)
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import HoldStage
from domain.certificates.terms import DeadlineKind, FeeItem, FeeLine, PaymentOrder, RefundRule, Terms
from domain.postal.letters import MailClass

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TERMS = Terms(
    policy_version="2026-04-01",
    payment_order=PaymentOrder.FIRST,
    fee=(FeeLine(item=FeeItem.CERTIFICATE, code="resident_record_copy", quantity=1, unit_price=300),),
    refund=RefundRule(on_withdrawal=True, on_rejection=True, on_lapse=False),
    mail_class=MailClass.ORDINARY,
    processing_due_at=START + timedelta(days=10),
)


def case_id(number: int) -> str:
    """Return the `number`-th request's id."""
    return f"cert-0190b5b4-0000-7000-8000-{number:012x}"


@cache
def completed(number: int) -> tuple[AnyEvent, ...]:
    """Return all events of a request from submission to delivery, a minute apart, as the rules tell them."""
    return tuple(retold(case_id(number), _told(number)))


def _told(number: int) -> tuple[AnyEvent, ...]:
    payment, letter = f"pay-{case_id(number)}", ids.letter_id(case_id(number), 1)
    when = [{"at": START + timedelta(minutes=minute), "by": "system"} for minute in range(14)]
    return (
        RequestReceived(
            **when[0],
            case_number=ids.case_number(2026, number),
            municipality="999001",
            kind=CertificateKind.RESIDENT_RECORD_COPY,
            options=CertificateOptions(),
            copies=1,
            received_at=START,
            terms=TERMS,
        ),
        IdentityVerified(**when[1], evidence="00" * 32, revocation_source="crl"),
        EligibilityConfirmed(**when[2], stage=HoldStage.ELIGIBILITY, evidence="11" * 32, applicant="22" * 16),
        PaymentRequested(**when[3], payment_id=payment, amount=300),
        DeadlineSet(**when[4], deadline=DeadlineKind.PAYMENT, due_at=START + timedelta(days=3)),
        PaymentCaptured(
            **when[5],
            payment_id=payment,
            charge_id=payment,
            amount=300,
            provider_reference="reference",
            captured_at=START + timedelta(minutes=5),
        ),
        CaseTaken(**when[6] | {"by": "officer-sato"}, decision_id="take-0001"),
        ApprovalProposed(**when[7] | {"by": "officer-sato"}, decision_id="propose-1"),
        Approved(**when[8] | {"by": "officer-suzuki"}, decision_id="approve-1"),
        EligibilityConfirmed(**when[9], stage=HoldStage.BEFORE_ISSUE, evidence="33" * 32),
        CertificateIssued(
            **when[10],
            certificate="44" * 32,
            cover_letter="55" * 32,
            sheets=2,
            weight_grams=14,
            mail_class=MailClass.ORDINARY,
        ),
        DispatchConfirmed(
            **when[11] | {"by": "officer-takahashi"},
            decision_id="dispatch-1",
            letter_id=letter,
            tracking_number="12345678903",
        ),
        HandedOver(**when[12], letter_id=letter, accepted_at=START + timedelta(minutes=12)),
        Delivered(**when[13], event_id="scan-1"),
    )


def mark(started: int, attempt: int = 1) -> Mark:
    """Return the mark of the workflow task that started with this event; an `attempt` with the same number is later."""
    return Mark(started, START + timedelta(minutes=started, seconds=attempt))


def batch(
    number: int, first: int = 1, last: int | None = None, mark: Mark = UNMARKED, *, settled: int = 0
) -> EventBatch:
    """Return the events of the `number`-th request from place `first` to `last` (its end unless given)."""
    events = completed(number)[first - 1 : last]
    return batch_of(case_id(number), first, events, mark, settled=settled)


def batch_of(
    case: str, first: int, events: Sequence[AnyEvent], mark: Mark = UNMARKED, *, settled: int = 0
) -> EventBatch:
    """Return these events of a request, the first at this place, caused by this workflow task."""
    return CERTIFICATES.batch(case, first, events).model_copy(update={"mark": mark, "settled": settled})


def said(batch: EventBatch) -> tuple[AnyEvent, ...]:
    """Return the events of a batch as the procedure has them."""
    return tuple(map(CERTIFICATES.read, batch.events))


def batches(number: int, size: int = 3) -> list[EventBatch]:
    """Return the whole request cut into batches of `size` events, each caused by a workflow task of its own."""
    firsts = range(1, len(completed(number)) + 1, size)
    return [batch(number, first, first + size - 1, mark(first * 10), settled=first - 1) for first in firsts]


def closing(number: int, mark: Mark = UNMARKED, *, settled: int = 0) -> EventBatch:
    """Return what closes a completed request: its letter can come back no more."""
    after = completed(number)
    over = LateReturnsOver(at=START + timedelta(minutes=14), by="system")
    return batch_of(case_id(number), len(after) + 1, (over,), mark, settled=settled)


def closed(number: int) -> list[EventBatch]:
    """Return the whole request in batches, and what closes it."""
    return [*batches(number), closing(number, mark(1_000), settled=len(completed(number)))]


def otherwise(number: int, place: int, mark: Mark = UNMARKED, rest: int = 0) -> EventBatch:
    """Return another event than the request's own for this place, and `rest` of its own behind it."""
    other = CaseTaken(at=completed(number)[place - 1].at, by="examiner-2", decision_id="take-0009")
    own = completed(number)[place : place + rest]
    return batch_of(case_id(number), place, (other, *own), mark)

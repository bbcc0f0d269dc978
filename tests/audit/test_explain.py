"""Events and cases in words."""

from datetime import timedelta
from enum import StrEnum
from typing import get_args

import pytest
from contracts.stories import START, case_id, completed

from audit import vocabulary
from audit.explain import explain
from audit.phrases import moment, span
from audit.words import SENTENCES, words
from domain.certificates import events as e
from domain.certificates.events import AnyEvent
from domain.certificates.status import LapseReason, RefundStatus, Status
from domain.certificates.terms import DeadlineKind

EVENT_TYPES = get_args(get_args(AnyEvent)[0])


def test_every_event_has_words() -> None:
    """No event type is without a sentence, and no sentence is left over."""
    assert set(SENTENCES) == set(EVENT_TYPES)


@pytest.mark.parametrize("vocabulary_of", list(vocabulary.NAMES), ids=lambda each: each.__name__)
def test_every_code_has_words(vocabulary_of: type[StrEnum]) -> None:
    """Each member of each enumeration is named in both languages, and no two alike."""
    names = vocabulary.NAMES[vocabulary_of]
    assert set(names) == set(vocabulary_of)
    assert len({name.ja for name in names.values()}) == len({name.en for name in names.values()}) == len(names)


def test_every_code_of_an_event_is_in_the_vocabulary() -> None:
    """A new enumeration in an event must get its words."""
    used = {each for kind in EVENT_TYPES for field in kind.model_fields.values() for each in _enums(field.annotation)}
    assert used <= set(vocabulary.NAMES)


def _enums(annotation: object) -> set[type]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return {annotation}
    return {each for part in get_args(annotation) for each in _enums(part)}


def test_sentences_say_amounts_and_japans_time() -> None:
    """A sentence carries what an auditor asks: how much, and when in Japan."""
    captured = completed(1)[5]

    assert words(captured).ja == "300円が2026-11-23 10:05:00 JSTに納付されました(決済番号 reference)"
    assert words(captured).en == "300 yen were paid at 2026-11-23 10:05:00 JST (provider's number reference)"


def test_a_case_is_told_to_its_end() -> None:
    """Each event gets a step with the status after it, who, and the time since the step before."""
    told = explain(case_id(1), completed(1))

    assert [step.place for step in told.steps] == list(range(1, 15))
    assert [step.type for step in told.steps] == [event.type for event in completed(1)]
    assert (told.status, told.closed) == (Status.COMPLETED, False)  # the letter may come back
    assert told.steps[0].status is Status.VERIFYING
    assert told.steps[8].who.ja == "職員 officer-suzuki"
    assert [step.after_seconds for step in told.steps[1:]] == [60.0] * 13
    assert told.elapsed_seconds == 13 * 60


def test_the_time_in_each_status_adds_up() -> None:
    """Times by status are those between steps, all of them."""
    told = explain(case_id(1), completed(1))

    assert told.seconds_in[Status.AWAITING_PAYMENT] == 3 * 60
    assert sum(told.seconds_in.values()) == told.elapsed_seconds


def test_open_deadlines_stand_beside_the_step() -> None:
    """A deadline shows from the event that sets it until the event that ends it."""
    told = explain(case_id(1), completed(1))

    assert told.steps[4].due == {DeadlineKind.PAYMENT: START + timedelta(days=3)}
    assert told.steps[5].due == {}


def test_waiting_for_a_correction_is_no_processing_time() -> None:
    """The clock of the 標準処理期間 stands while the citizen corrects, also when the case lapses then."""
    head = completed(1)[:7]
    asked = e.ReturnedToApplicant(at=START + timedelta(hours=1), by="examiner-1", decision_id="d2", remarks=())
    lapsed = e.Lapsed(at=START + timedelta(days=10), by="system", reason=LapseReason.NOT_CORRECTED)

    told = explain(case_id(1), (*head, asked, lapsed))

    assert told.processing_seconds == 3600
    assert told.paused_seconds == timedelta(days=10).total_seconds() - 3600


def test_money_is_told_in_one_sentence() -> None:
    """What was asked, paid and given back."""
    paid = completed(1)[:6]
    withdrawn = e.Withdrawn(at=START + timedelta(hours=1), by="applicant", decision_id="withdraw-1")
    due = e.RefundDue(at=START + timedelta(hours=1), by="system", payment_id="pay-1", amount=300)
    back = e.Refunded(at=START + timedelta(hours=2), by="system", payment_id="pay-1", method="cancellation")

    assert explain(case_id(1), paid[:3]).money.what.en == "300 yen not yet asked for"
    assert explain(case_id(1), paid[:5]).money.what.en == "300 yen awaited"
    assert explain(case_id(1), paid).money.what.en == "300 yen paid at 2026-11-23 10:05:00 JST, nothing to give back"
    told = explain(case_id(1), (*paid, withdrawn, due, back)).money
    assert (told.refund, told.what.ja) == (RefundStatus.DONE, "300円を2026-11-23 10:05:00 JSTに収納、還付済")


def test_no_events_are_no_case() -> None:
    """An unknown request is not explained as an empty one."""
    with pytest.raises(ValueError, match="at least one"):
        explain(case_id(1), ())


def test_spans_and_instants_read_well() -> None:
    """Two units at most, and Japan's clock."""
    assert [span(seconds).en for seconds in (0.04, 61, 3700, 90_000)] == ["0.0 s", "1 min 1 s", "1 h 1 min", "1 d 1 h"]
    assert moment(START) == "2026-11-23 10:00:00 JST"


def test_what_was_paid_beside_the_fee_is_told() -> None:
    """Found, then given back: both amounts are in the sentence, in both languages."""
    stamp = {"at": START + timedelta(days=1), "by": "system", "payment_id": "pay-1", "charge_id": "pay-1-2"}
    found = e.OverpaymentFound(**stamp, amount=300, provider_reference="r2", captured_at=START)
    back = e.OverpaymentReturned(**stamp, method="refund")
    for events, refund in (((found,), RefundStatus.DUE), ((found, back), RefundStatus.DONE)):
        told = explain(case_id(1), [*completed(1), *events]).money.what
        assert f"300 yen beside the fee, {vocabulary.named(refund).en}" in told.en
        assert f"過誤納300円、{vocabulary.named(refund).ja}" in told.ja

"""A request in a few sentences: how long the office took, and what the money did."""

from collections.abc import Sequence
from datetime import timedelta

from contracts.stories import START, completed

from audit.words.certificates.codes import named
from audit.words.certificates.story import RequestSummary, summary
from domain.certificates.events import AnyEvent, Lapsed, Withdrawn
from domain.certificates.evolve import fold
from domain.certificates.examination_events import ReturnedToApplicant
from domain.certificates.money_events import RefundDue, Refunded
from domain.certificates.status import LapseReason, RefundStatus
from domain.payments.overpayment import OverpaymentFound, OverpaymentReturned


def told(events: Sequence[AnyEvent]) -> RequestSummary:
    """Return the summary after these events."""
    state = fold(events)
    assert state is not None
    return summary(state, events[-1].at)


def test_waiting_for_a_correction_is_no_processing_time() -> None:
    """The clock of the 標準処理期間 stands while the citizen corrects, also when the case lapses then."""
    head = completed(1)[:7]
    asked = ReturnedToApplicant(at=START + timedelta(hours=1), by="examiner-1", decision_id="d2", remarks=())
    lapsed = Lapsed(at=START + timedelta(days=10), by="system", reason=LapseReason.NOT_CORRECTED)

    found = told((*head, asked, lapsed))

    assert found.processing_seconds == 3600
    assert found.paused_seconds == timedelta(days=10).total_seconds() - 3600
    assert found.lines[0].en == "Processing 1 h 0 min (due 2026-12-03)"


def test_money_is_told_in_one_sentence() -> None:
    """What was asked, paid and given back."""
    paid = completed(1)[:6]
    withdrawn = Withdrawn(at=START + timedelta(hours=1), by="applicant", decision_id="withdraw-1")
    due = RefundDue(at=START + timedelta(hours=1), by="system", payment_id="pay-1", amount=300)
    back = Refunded(at=START + timedelta(hours=2), by="system", payment_id="pay-1", method="cancellation")

    assert told(paid[:3]).money.what.en == "300 yen not yet asked for"
    assert told((*paid[:3], withdrawn)).money.what.en == "300 yen were never asked for"
    assert told(paid[:5]).money.what.en == "300 yen awaited"
    assert told(paid).money.what.en == "300 yen paid at 2026-11-23 10:05:00 JST, nothing to give back"
    money = told((*paid, withdrawn, due, back)).money
    assert (money.refund, money.what.ja) == (RefundStatus.DONE, "300円を2026-11-23 10:05:00 JSTに収納、還付済")


def test_what_was_paid_beside_the_fee_is_told() -> None:
    """Found, then given back: both amounts are in the sentence, in both languages."""
    stamp = {"at": START + timedelta(days=1), "by": "system", "payment_id": "pay-1", "charge_id": "pay-1-2"}
    found = OverpaymentFound(**stamp, amount=300, provider_reference="r2", captured_at=START)
    back = OverpaymentReturned(**stamp, method="refund")
    for events, refund in (((found,), RefundStatus.DUE), ((found, back), RefundStatus.DONE)):
        what = told([*completed(1), *events]).money.what
        assert f"300 yen beside the fee, {named(refund).en}" in what.en
        assert f"過誤納300円、{named(refund).ja}" in what.ja

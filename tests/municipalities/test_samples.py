"""The municipalities of this repository."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.policy.files import PolicyFiles, check
from counter.certificates.form import read_form
from domain import money
from domain.certificates.fees import fee_lines
from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.notices import NoticeKind
from domain.certificates.offered import offer_problems
from domain.certificates.rules import rules_of, texts_of
from domain.certificates.status import Status
from domain.certificates.terms import PaymentOrder, RefundRule
from domain.certificates.terms_of import terms
from domain.certificates.texts import Placeholder
from domain.errors import DomainError
from domain.municipality.texts import Language, render

MUNICIPALITIES = Path(__file__).parents[2] / "municipalities"
EXAMPLES = MUNICIPALITIES.parent / "docs" / "examples"
KIND = CertificateKind.RESIDENT_RECORD_COPY
VALUES = {
    Placeholder.RECEIPT_NUMBER: "K7QD-0R3M-XW5B-92TC",
    Placeholder.CASE_NUMBER: "2026-000123-N",
    Placeholder.CODE: "7QD0-R3MX",
    Placeholder.STATUS_URL: "https://minamo.example/s/K7QD-0R3M-XW5B-92TC",
    Placeholder.PAYMENT_URL: "https://pay.example/1",
    Placeholder.AMOUNT: "620",
    Placeholder.STATUS: "the status",
    Placeholder.NEXT_STEP: "the next step",
    Placeholder.PAY_UNTIL: "2026-12-09",
    Placeholder.CORRECT_URL: "https://minamo.example/correct",
    Placeholder.CORRECT_UNTIL: "2026-12-10",
    Placeholder.KEEP_UNTIL: "2026-12-11",
    Placeholder.TRACKING_NUMBER: "59001000004",
}
SAID_BY = {
    Placeholder.AMOUNT: {NoticeKind.PAYMENT_OPEN, NoticeKind.PAID},
    Placeholder.PAY_UNTIL: {NoticeKind.PAYMENT_OPEN},
    Placeholder.CORRECT_URL: {NoticeKind.RETURNED},
    Placeholder.CORRECT_UNTIL: {NoticeKind.RETURNED},
    Placeholder.KEEP_UNTIL: {NoticeKind.MAIL_RETURNED},
}


@pytest.fixture(scope="module")
def book() -> PolicyFiles:
    """Both municipalities."""
    return PolicyFiles(MUNICIPALITIES)


def test_every_municipality_passes_its_check():
    """What we ship, we ship sound."""
    assert [str(finding) for finding in check(MUNICIPALITIES)] == []


@pytest.mark.parametrize(
    ("code", "order", "amount", "refund"),
    [
        ("999001", PaymentOrder.FIRST, 620, RefundRule(on_withdrawal=True, on_rejection=True, on_lapse=False)),
        (
            "999002",
            PaymentOrder.AFTER_APPROVAL,
            660,
            RefundRule(on_withdrawal=False, on_rejection=False, on_lapse=False),
        ),
    ],
)
def test_the_terms_of_one_copy(book: PolicyFiles, code: str, order: PaymentOrder, amount: int, refund: RefundRule):
    """One copy in November 2026: みなも市 300 + 320 yen at once, かなた町 200 + 460 yen after approval."""
    closed = book.closed_days(code, 2026, 2028)
    received = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    found = terms(book.policy(code), KIND, CertificateOptions(), 1, received, closed)
    assert (found.payment_order, found.amount, found.refund) == (order, amount, refund)


@pytest.mark.parametrize(("copies", "amount"), [(1, 620), (10, 3320)])
def test_a_seal_certificate_costs_its_own_fee(book: PolicyFiles, copies: int, amount: int):
    """300 yen a copy and the letter's postage, up to ten copies; かなた町 has none online."""
    kind = CertificateKind.SEAL_REGISTRATION_CERTIFICATE
    lines = fee_lines(book.policy("999001"), kind, CertificateOptions(), copies, date(2026, 11, 24))
    assert (lines[0].code, lines[0].unit_price, lines[0].quantity) == (kind, 300, copies)
    assert money.total(lines) == amount
    with pytest.raises(DomainError):
        fee_lines(book.policy("999002"), kind, CertificateOptions(), copies, date(2026, 11, 24))


@pytest.mark.parametrize(("day", "amount"), [(date(2025, 3, 31), 570), (date(2025, 4, 1), 620)])
def test_the_fee_changes_with_its_day(book: PolicyFiles, day: date, amount: int):
    """みなも市 raised its fee on 1 April 2025."""
    assert money.total(fee_lines(book.policy("999001"), KIND, CertificateOptions(), 1, day)) == amount


@pytest.mark.parametrize("code", ["999001", "999002"])
@pytest.mark.parametrize("language", Language)
def test_every_notice_can_be_written(book: PolicyFiles, code: str, language: Language):
    """Every mail of every language names receipt and status page, the payment page only where one pays, the code only at first."""
    notices = texts_of(book.policy(code), language).notice
    for kind in NoticeKind:
        body = render(notices[kind].body, VALUES)
        assert VALUES[Placeholder.RECEIPT_NUMBER] in body
        assert VALUES[Placeholder.STATUS_URL] in body
        assert (VALUES[Placeholder.PAYMENT_URL] in body) is (kind is NoticeKind.PAYMENT_OPEN)
        for once in (Placeholder.CODE, Placeholder.CASE_NUMBER):
            assert (VALUES[once] in body) is (kind is NoticeKind.RECEIVED)
        assert VALUES[Placeholder.STATUS] in body
        assert VALUES[Placeholder.NEXT_STEP] in body
        for said, kinds in SAID_BY.items():
            assert (VALUES[said] in body) is (kind in kinds)
        assert (VALUES[Placeholder.TRACKING_NUMBER] in body) is (kind is NoticeKind.DISPATCHED)
        assert "{" not in body + render(notices[kind].subject, VALUES)


@pytest.mark.parametrize("code", ["999001", "999002"])
@pytest.mark.parametrize("language", Language)
def test_a_hold_reads_like_any_check(book: PolicyFiles, code: str, language: Language):
    """Nobody can tell 支援措置 from a status."""
    texts = texts_of(book.policy(code), language)
    assert texts.status[Status.HELD] == texts.status[Status.VERIFYING]
    assert texts.next_step[Status.HELD] == texts.next_step[Status.VERIFYING]


def test_a_town_does_not_speak_for_the_city(book: PolicyFiles):
    """No name or telephone number of one municipality stands in the texts of the other."""
    words = book.policy("999002").model_dump_json()
    assert "みなも" not in words
    assert "Minamo" not in words
    assert "0999-99-0001" not in words


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*form.json")), ids=lambda example: example.name)
def test_a_form_of_the_examples_asks_for_what_is_offered(book: PolicyFiles, example: Path):
    """What a newcomer signs first is taken, of each kind."""
    today = date(2026, 11, 24)
    form = read_form(json.loads(example.read_text(encoding="utf-8")) | {"nonce": "0" * 40}, today)
    assert list(offer_problems(form, book, today)) == []


def test_every_kind_that_the_city_offers_has_an_example(book: PolicyFiles):
    """Nobody guesses how a form of the kind looks."""
    written = {json.loads(each.read_text(encoding="utf-8"))["kind"] for each in EXAMPLES.glob("*form.json")}
    assert written == {offer.kind.value for offer in rules_of(book.policy("999001")).offers.certificate}

"""A batch of letters as one PDF, read back: list, labels, then each letter as it was made."""

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from adapters.documents.certificates.letters import TypstLetterPress, batch_contents
from domain.certificates.print_batches import LetterToPrint, ManifestOrder, PostedLetter, PrintBatch, PrintOrder
from domain.documents import Document
from domain.postal.customer_barcode import customer_barcode
from domain.postal.letters import MailClass, Recipient

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
NUMBERS = ("2026-000001-1", "2026-000002-2")


@pytest.fixture(scope="module")
def press() -> TypstLetterPress:
    """The press with the locked fonts."""
    return TypstLetterPress()


def manifest_of(*numbers: str) -> ManifestOrder:
    """Return the order for a day's letters."""
    letters = (PostedLetter(each, "12345678903", MailClass.ORDINARY, 20, NOW) for each in numbers)
    return ManifestOrder(date(2026, 11, 30), tuple(letters), "青葉市 市民課", NOW)


def order_of(document: Document, *, address: str = "青葉市青葉一丁目2番3号", copies: int = 1) -> PrintOrder:
    """Return the order for a batch whose letters all hold this document."""
    to = Recipient(postcode="9990001", address=address, name="髙﨑 花子")
    letters = (
        LetterToPrint(
            case_number=number,
            contents=f"住民票の写し {copies}通",
            copies=copies,
            mail_class=MailClass.ORDINARY,
            weight_grams=20,
            recipient=to,
            cover_letter=document,
            certificate=document,
        )
        for number in NUMBERS
    )
    batch = PrintBatch(
        batch_id="officer/page", number=7, officer="officer", printed_at=NOW, reason=None, case_ids=("a", "b")
    )
    return PrintOrder(batch=batch, letters=tuple(letters), left_out=("2026-000003-3",), office="青葉市 市民課")


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_batch_is_list_labels_and_letters_with_all_copies(press: TypstLetterPress):
    """Two letters of a cover letter and three copies each."""
    document = press.manifest(manifest_of("2026-000009-9"))
    pages = pages_of(press.batch(order_of(document, copies=3)))

    assert all(number in pages[0] for number in (*NUMBERS, "2026-000003-3"))
    assert "髙﨑" not in pages[0], "the list is carried about: it names nobody"
    assert pages[1].count("髙﨑 花子") == 2
    assert ["2026-000009-9" in page for page in pages[2:]] == [True] * 8


def test_a_label_has_the_barcode_of_its_address(press: TypstLetterPress):
    """The bars are those of the rule."""
    document = press.manifest(manifest_of("2026-000009-9"))
    (first, _) = batch_contents(order_of(document))["letters"]
    assert first["bars"] == customer_barcode("9990001", "青葉市青葉一丁目2番3号").bars


@pytest.mark.parametrize(
    "address", ["青葉市" + "長い町名" * 40, "青葉市 " + "Residence" * 30, "青葉市" + "𠮷葛\U000e0100" * 20]
)
def test_whatever_an_address_is_the_batch_is_printed(press: TypstLetterPress, address: str):
    """One that fits no label stays on its cover letter; the others are not kept waiting for it."""
    document = press.manifest(manifest_of("2026-000009-9"))
    labels = pages_of(press.batch(order_of(document, address=address)))[1]
    assert "髙﨑 花子" in labels or "ラベルに入りません" in labels


def test_a_manifest_lists_numbers(press: TypstLetterPress):
    """In the order in which they were confirmed."""
    (page,) = pages_of(press.manifest(manifest_of(*NUMBERS)).content)
    assert page.index(NUMBERS[0]) < page.index(NUMBERS[1])
    assert "令和8年11月30日" in page
    assert "2通" in page

"""受付票 and 却下通知書 as a citizen reads them, in three languages."""

import io
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from string import Formatter

import pypdf
import pypdfium2
import pytest

from adapters.documents.certificates.citizen_papers import TypstPaperPress
from adapters.documents.words import FOLDER
from domain.cases.receipt_code import ReceiptCode, read_code
from domain.certificates.documents import Explained, Office, Paid, ReceiptOrder, RefusalOrder
from domain.certificates.terms import FeeItem, FeeLine
from domain.documents import Document
from domain.municipality.texts import Language

Text = Callable[[Document], str]
AT = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)
OFFICE = Office(municipality="みなも市", name="市民生活課 市民窓口係", telephone="0999-99-0001")
PATH = pypdfium2.raw.FPDF_PAGEOBJ_PATH
CODE = ReceiptCode(70_000, 131_072, tuple(bytes([n]) * 32 for n in range(17)), b'{"case_id":"cert-1"}' * 40)
FEE = (
    FeeLine(item=FeeItem.CERTIFICATE, code="resident_record_copy", quantity=2, unit_price=300),
    FeeLine(item=FeeItem.POSTAGE, code="specified_record", quantity=1, unit_price=1320),
)
LONGEST_NAME = ("ホーエンツォレルン・ジグマリンゲン・" * 6)[:100]


@pytest.fixture(scope="session")
def papers() -> TypstPaperPress:
    return TypstPaperPress()


def receipt(language: Language = Language.JA, **changes: object) -> ReceiptOrder:
    return ReceiptOrder.model_validate(
        {
            "language": language,
            "office": OFFICE,
            "receipt_number": "K7QD-0R3M-XW5B-92TC",
            "case_number": "2026-000123-N",
            "received_at": AT,
            "kind": "住民票の写し",
            "choices": ("世帯全員", "世帯主・続柄を載せる"),
            "copies": 2,
            "name": "髙﨑 花子",
            "fee": FEE,
            "page": "https://city.example/ja/r/K7QD-0R3M-XW5B-92TC",
            "printed_at": AT,
        }
        | changes
    )


def refusal(language: Language | None = None) -> RefusalOrder:
    decision = Explained(
        language=Language.JA,
        kind="住民票の写し",
        grounds=("申請の内容が住民基本台帳の記録と一致しません。", "同じ申請をすでに受け付けています。"),
        redress="審査請求をすることができます。\n取消しの訴えを提起することができます。\n",
    )
    beside = language and Explained(
        language=language, kind="resident record", grounds=("It differs.",), redress="You may ask for a review."
    )
    return RefusalOrder(
        office=OFFICE,
        mayor="みなも市長　水面 花子",
        case_number="2026-000123-N",
        received_at=AT,
        decided_at=AT,
        copies=2,
        name="髙﨑 花子",
        decision=decision,
        beside=beside,
    )


def test_a_receipt_says_what_arrived_from_whom_and_for_how_much(papers: TypstPaperPress, text: Text):
    """Numbers, instant, certificate, choices, applicant, lines of the fee; unpaid as long as nothing came."""
    said = text(papers.receipt(receipt()))
    for words in (
        "受付票",
        "K7QD-0R3M-XW5B-92TC",
        "2026-000123-N",
        "2026年11月24日(火) 10時05分",
        "世帯全員 / 世帯主・続柄を載せる",
        "2通",
        "髙﨑 花子",
        "住民登録のある住所",
        "住民票の写し × 2",
        "600円",
        "1,320円",
        "1,920円",
        "まだ受け取っていません",
        "0999-99-0001",
    ):
        assert words in said


def test_once_paid_it_says_when_and_by_which_number(papers: TypstPaperPress, text: Text):
    """Instead of a 領収書; and what went back went back."""
    paid = Paid(at=AT, amount=1920, reference="provider-1")
    assert "1,920円を2026年11月24日(火) 10時05分に受け取りました" in text(papers.receipt(receipt(paid=paid)))
    order = receipt(paid=paid.model_copy(update={"returned": True}))
    back = "".join(text(papers.receipt(order)).split())
    assert "お返しする手続をしました" in back
    assert "provider-1" in back


def test_a_request_that_costs_nothing_asks_for_nothing(papers: TypstPaperPress, text: Text):
    """And before the fee is fixed it says so."""
    assert "かかりません" in text(papers.receipt(receipt(fee=())))
    assert "まだ決まっていません" in text(papers.receipt(receipt(fee=None)))


def test_before_a_checkpoint_covers_it_the_receipt_says_when_to_come_again(papers: TypstPaperPress, text: Text):
    """No picture, no code, no address of a checkpoint."""
    document = papers.receipt(receipt())
    assert "約10分ごと" in text(document)
    assert b"MADOGUCHI:1:" not in document.content
    assert not pypdf.PdfReader(io.BytesIO(document.content)).pages[0].images


def test_the_code_stands_in_the_file_and_in_the_picture(papers: TypstPaperPress, text: Text):
    """A program finds it in the metadata, uncompressed; people scan the picture."""
    where = "https://city.example/api/v1/checkpoints/131072"
    document = papers.receipt(receipt(code=str(CODE), checkpoint=where))
    assert read_code(document.content.decode("latin-1")) == CODE
    assert where in text(document).replace("\n", "")
    assert "約10分ごと" not in text(document)
    drawn = [each.type for each in pypdfium2.PdfDocument(document.content)[0].get_objects()]
    bare = [each.type for each in pypdfium2.PdfDocument(papers.receipt(receipt()).content)[0].get_objects()]
    assert drawn.count(PATH) > bare.count(PATH), "the picture is drawn"


def test_no_personal_data_is_in_the_metadata(papers: TypstPaperPress):
    """Neither of a receipt nor of a refusal: names stand on the page alone."""
    for document in (papers.receipt(receipt(code=str(CODE), checkpoint="c")), papers.refusal(refusal())):
        reader = pypdf.PdfReader(io.BytesIO(document.content))
        about = str(reader.metadata) + str(reader.xmp_metadata and reader.xmp_metadata.stream.get_data().decode())
        assert not [each for each in ("花子", "青葉", "K7QD", "2026-000123") if each in about]


@pytest.mark.parametrize("language", Language)
def test_each_language_is_printed_in_its_own_words(papers: TypstPaperPress, text: Text, language: Language):
    """One sheet, nothing left to fill; the file says its language."""
    document = papers.receipt(receipt(language, code=str(CODE), checkpoint="https://city.example/c"))
    title = {Language.JA: "受付票", Language.JA_SIMPLE: "うけつけ票(ひょう)", Language.EN: "Receipt of your request"}
    assert title[language] in text(document)
    assert "{" not in text(document)
    assert document.sheets == 1
    catalogue = pypdf.PdfReader(io.BytesIO(document.content)).trailer["/Root"]
    assert str(catalogue["/Lang"]).startswith("en" if language is Language.EN else "ja")


def test_the_longest_name_stays_on_the_sheet(papers: TypstPaperPress, text: Text):
    """Every letter is there."""
    assert LONGEST_NAME in text(papers.receipt(receipt(name=LONGEST_NAME))).replace("\n", "")


def test_the_same_receipt_is_the_same_file(papers: TypstPaperPress):
    """Byte for byte."""
    assert papers.receipt(receipt()).content == papers.receipt(receipt()).content


def test_a_refusal_states_grounds_and_redress(papers: TypstPaperPress, text: Text):
    """To whom, by whom, when, for which request, each ground, the 教示, whom to ask."""
    said = text(papers.refusal(refusal()))
    for words in (
        "却下通知書",
        "髙﨑 花子 様",
        "みなも市長",
        "令和8年11月24日に受け付けた",
        "住民票の写し",
        "申請の内容が住民基本台帳の記録と一致しません。",
        "同じ申請をすでに受け付けています。",
        "審査請求をすることができます。",
        "取消しの訴えを提起することができます。",
        "0999-99-0001",
    ):
        assert words in said


def test_beside_the_decision_stands_the_same_in_the_applicants_language(papers: TypstPaperPress, text: Text):
    """The Japanese text is the decision; whoever reads Japanese has one sheet."""
    document = papers.refusal(refusal(Language.EN))
    said = text(document)
    assert "却下通知書" in said
    assert "It differs." in said
    assert "You may ask for a review." in said
    assert (document.sheets, papers.refusal(refusal()).sheets) == (2, 1)


@pytest.mark.parametrize("paper", ["receipt", "refusal"])
def test_every_language_has_every_word_with_the_same_placeholders(paper: str):
    """Complete, by key."""
    words = {
        language: tomllib.loads((FOLDER / f"{paper}.{language.value}.toml").read_text(encoding="utf-8"))
        for language in Language
    }
    shapes = {
        language: {key: {name for _, name, _, _ in Formatter().parse(said) if name} for key, said in each.items()}
        for language, each in words.items()
    }
    assert shapes[Language.JA] == shapes[Language.JA_SIMPLE] == shapes[Language.EN]
    plain = re.compile(r"[㐀-鿿々〆ヶ]+(?![㐀-鿿々〆ヶ]*\([ぁ-ゖー]+\))")
    unread = {key: plain.findall(said) for key, said in words[Language.JA_SIMPLE].items()}
    assert not {key: found for key, found in unread.items() if found and key != "beside"}

"""The cover letter for a window envelope."""

import io
from collections.abc import Callable

import pypdf
import pytest

from adapters.documents.certificates.press import TypstPress
from domain.certificates.documents import CoverLetterOrder
from domain.documents import Document

Order = Callable[..., CoverLetterOrder]
Text = Callable[[Document], str]
MM = 72 / 25.4
LONGEST_ADDRESS = "架空県みなも市中央一丁目１２番地３号メゾン・ド・ブラン" * 7 + "１０１号室別棟一二三四"
LONGEST_NAME = "ホーエンツォレルン・ジグマリンゲン・" * 5 + "マリア・カルメン"


def placed(document: Document) -> list[tuple[str, float, float]]:
    """Return pieces of text with the start of their base line, in millimetres from the top left corner."""
    (page,) = pypdf.PdfReader(io.BytesIO(document.content)).pages
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x / MM, 297 - y / MM))

    page.extract_text(visitor_text=visit)
    return found


def test_a_letter_says_what_is_inside_and_whom_to_ask(press: TypstPress, text: Text, letter_order: Order):
    """Recipient, mail class, receipt number, contents, date and office stand on it."""
    said = text(press.cover_letter(letter_order()))
    for words in (
        "〒099-0001",
        "水面 花子 様",
        "特定記録郵便・転送不要",
        "2026-000123-N",
        "住民票の写し 1通",
        "令和8年11月24日",
        "市民生活課 市民窓口係",
        "0999-99-0001",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("水面 花子", "架空県みなも市中央一丁目1番1号"),
        (LONGEST_NAME[:100], LONGEST_ADDRESS[:200]),
        ("W" * 100, "W" * 200),
        ("龍" * 100, "龍" * 200),
    ],
)
def test_the_address_is_in_the_window_and_alone(press: TypstPress, letter_order: Order, name: str, address: str):
    """However long, the address block stays inside the window of 長形3号, where nothing else stands."""
    pieces = placed(press.cover_letter(letter_order(name, address)))
    above = [(text, x, y) for text, x, y in pieces if y < 60]
    assert above[0][0].startswith("〒")
    assert "転送不要" in above[-1][0]
    assert all(21.9 <= x <= 102 and 16 <= y <= 54 for _, x, y in above)
    written = "".join(text for text, _, _ in above).replace("\n", "")
    assert address in written
    assert name in written


def test_a_letter_is_one_sheet(press: TypstPress, letter_order: Order):
    """Also with ten things inside."""
    order = letter_order().model_copy(update={"contents": tuple(f"住民票の写し {n}" for n in range(10))})
    assert press.cover_letter(order).sheets == 1

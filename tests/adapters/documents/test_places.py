"""What is printed stays in its place: boxes of the glyphs as another program sees them, however long and wide the words."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from adapters.documents.certificates.press import TypstPress
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.documents import Document
from domain.errors import PortRejected

pytestmark = pytest.mark.program

Order = Callable[..., CertificateOrder]
Letter = Callable[..., CoverLetterOrder]
MM = 72 / 25.4
HAIR = 0.1  # mm
LONGEST_NAME, LONGEST_ADDRESS = 100, 200
NAMES = [
    "水面 花子",
    "MINAMOWATERFRONTVILLEHARBORLANDINGTON ANNA",
    "ANNA MINAMOWATERFRONTVILLEHARBORLANDINGTON",
    "MINAMOWATERFRONTVILLEHARBORLANDINGTON",
    "W" * 60,
    "W" * LONGEST_NAME,
    "i" * LONGEST_NAME,
    "Maria-de-los-Angeles-" * 4 + "Fernandez",
    "龍" * LONGEST_NAME,
    "ー" * LONGEST_NAME,
    "龍" + "ー" * 40 + "。" * 40,
    "「" * 50 + "水",
    "ッ" * 60,
    "Ｗ" * 60,
    "ﾜ" * 60,
    "김" * LONGEST_NAME,
    "W\u00a0" * 40 + "W",
    "Wolfeschlegelsteinhausenbergerdorff" * 2 + "水面",
    "สมชายใจดีมากๆ" * 6,
    "محمد" * 20,
    "दुर्गेशनन्दिनी" * 6,
    "W " * 49 + "W",
    "Ñ\u0303" * 40,
    "1" * LONGEST_NAME,
    "\u2014" * LONGEST_NAME,
]


class Box(NamedTuple):
    """Where a glyph's ink is, in millimetres from the top left corner."""

    character: str
    left: float
    top: float
    right: float
    bottom: float


def boxes(document: Document) -> Iterator[Box]:
    """Yield the boxes of all glyphs of all pages."""
    pdf = pypdfium2.PdfDocument(document.content)
    for page in pdf:
        height, text = page.get_height(), page.get_textpage()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            written = text.get_text_range(place, 1)
            if right > left and written.strip():
                yield Box(written, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
    pdf.close()


def check_letter(document: Document) -> None:
    """Assert that the address is in the window, nothing else near it, and all on the paper."""
    above = [box for box in boxes(document) if box.top < 60]
    assert above
    for box in above:
        assert box.left >= 22 - HAIR, box
        assert box.right <= 102 + HAIR, box
        assert box.top >= 16 - HAIR, box
        assert box.bottom <= 54 + 1.5, box  # what hangs below the last base line: the envelope's window ends at 60 mm
    assert all(box.left >= 22 - HAIR and box.right <= 188 + HAIR for box in boxes(document))
    assert document.sheets == 1


def check_certificate(document: Document) -> None:
    """Assert that nothing leaves the margins of 20 mm."""
    for box in boxes(document):
        assert box.left >= 20 - HAIR, box
        assert box.right <= 190 + HAIR, box


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:12]))
def test_a_name_stays_in_its_place(press: TypstPress, certificate_order: Order, letter_order: Letter, name: str):
    """As name and as address, on the envelope and in every table of the certificate."""
    check_letter(press.cover_letter(letter_order(name)))
    check_letter(press.cover_letter(letter_order("水面 花子", (name * 4)[:LONGEST_ADDRESS].strip())))
    check_letter(press.cover_letter(letter_order(name, (name * 4)[:LONGEST_ADDRESS].strip())))
    order = certificate_order(
        name, address=(name * 4)[:LONGEST_ADDRESS].strip(), relationship=True, domicile=True, former_address=True
    )
    wide = {
        "kana": name,
        "former_address": name * 2,
        "domicile": name * 2,
        "head_of_register": name,
        "relationship": name,
    }
    members = tuple(member.model_copy(update=wide) for member in order.record.members)
    record = order.record.model_copy(update={"members": members})
    check_certificate(press.certificate(order.model_copy(update={"record": record})))


def test_a_long_word_is_printed_smaller_before_it_is_cut(press: TypstPress, letter_order: Letter):
    """The name of the issue stands whole in one line of the window."""
    name = "MINAMOWATERFRONTVILLEHARBORLANDINGTON"
    above = [box for box in boxes(press.cover_letter(letter_order(f"{name} ANNA"))) if box.top < 60]
    line = next(box.bottom for box in above if box.character == "M")
    assert "".join(box.character for box in above if abs(box.bottom - line) < 0.5).startswith(name)


def test_an_address_that_does_not_fit_is_refused(press: TypstPress, letter_order: Letter):
    """Longer than any form or register has it: nothing is printed beside the window."""
    with pytest.raises(PortRejected) as refused:
        press.cover_letter(letter_order(address="龍" * 1500))
    assert refused.value.provider_code == "cover_letter_not_typeset"


def test_more_sheets_than_anybody_posts_are_refused(press: TypstPress, certificate_order: Order):
    """A home that the register has as one household."""
    with pytest.raises(PortRejected) as refused:
        press.certificate(certificate_order(members=1300, scope="household"))
    assert refused.value.provider_code == "too_many_sheets"


def test_the_citys_own_words_stay_in_their_places(press: TypstPress, certificate_order: Order, letter_order: Letter):
    """Office, address, telephone, mayor: a municipality may write them long."""
    wide = "W" * 100
    office = {"municipality_name": wide, "office": wide, "office_address": wide, "telephone": wide}
    check_letter(press.cover_letter(letter_order().model_copy(update={**office, "contents": (wide, "龍" * 100)})))
    order = certificate_order().model_copy(update={"mayor": "みなも市長　" + "W" * 60})
    check_certificate(press.certificate(order))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("W水ー iｗ-ッ「。\u00a0محสé", min_size=1, max_size=LONGEST_NAME))
@example("W" * 24 + "水" + "W" * 24)
def test_any_mixture_stays_in_its_place(press: TypstPress, certificate_order: Order, letter_order: Letter, name: str):
    """Breaks, glue and scripts in any order."""
    check_letter(press.cover_letter(letter_order(name, name * 2)))
    check_certificate(press.certificate(certificate_order(name, address=name * 2)))

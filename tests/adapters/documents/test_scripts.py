"""What the counter is told can be printed is printed, in every script: no box, no letter of another font's choice."""

import io
from collections.abc import Callable, Iterator

import pypdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf.generic import ContentStream

from adapters.documents.certificates.press import TypstPress
from adapters.documents.typeface import PressTypeface
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.documents import Document
from domain.errors import DomainError
from domain.identity.characters import first_unsupported

Order = Callable[..., CertificateOrder]
PRINTED = {
    "Arabic": "محمد عبد الله",
    "Persian": "پریسا چگینی",
    "Urdu": "ٹیپو گڑھی",
    "Arabic with marks": "مُحَمَّد",
    "Hebrew": "דוד בן־גוריון",
    "Khmer": "សុខ ចាន់",
    "Tamil": "முருகன் செல்வி",
    "Telugu": "శ్రీనివాస్",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
    "Devanagari": "अनिता शर्मा",
    "Nepali joiner": "क्\u200dष",
    "Thai": "สมชาย ใจดี",
    "Korean": "김민수",
    "Chinese": "张伟",
    "Cyrillic": "Олександр Ґудзь",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
    "Romanian": "Ștefan Țepeș",
    "mixed": "محمد 花子 Ștefan",
    "katakana": "ムハンマド・アリー",
}
NOT_PRINTED = {
    "Armenian": ("Անի", 0),
    "Georgian": ("ნინო", 0),
    "Ethiopic": ("ሀይሌ", 0),
    "Myanmar": ("အောင်", 0),
    "Lao": ("ສົມ", 0),
    "Sinhala": ("සමන්", 0),
    "Gujarati": ("પટેલ", 0),
    "Gurmukhi": ("ਸਿੰਘ", 0),
    "Malayalam": ("രാജു", 0),
    "Kannada": ("ರಾಜು", 0),
    "Tibetan": ("བོད", 0),
    "Mongolian": ("ᠮᠣᠩ", 0),
    "Cherokee": ("ᏣᎳᎩ", 0),
    "in the middle": ("山田Անի", 2),
    "a form of a letter": ("芦\U000e0102屋市", 0),
    "behind marks": ("e\u0302\u0303Ա", 3),
}


@pytest.fixture(scope="session")
def typeface() -> PressTypeface:
    """What the counter asks."""
    return PressTypeface()


def glyphs(document: Document) -> Iterator[int]:
    """Yield the numbers of the glyphs shown; 0 is the box of what a font does not have (OpenType, `.notdef`)."""
    reader = pypdf.PdfReader(io.BytesIO(document.content))
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            shown = {b"Tj": operands, b"TJ": operands[0] if operands else ()}.get(operator, ())
            for piece in shown:
                if isinstance(piece, str | bytes):
                    raw = piece.original_bytes if isinstance(piece, str) else piece
                    yield from (int.from_bytes(raw[place : place + 2]) for place in range(0, len(raw), 2))


@pytest.mark.parametrize("name", PRINTED.values(), ids=PRINTED)
def test_names_of_many_scripts_are_accepted_and_printed(
    typeface: PressTypeface,
    press: TypstPress,
    certificate_order: Order,
    letter_order: Callable[..., CoverLetterOrder],
    name: str,
):
    """Certificate and letter show glyphs and no box; shaping and direction are the typesetter's."""
    assert first_unsupported(name) is None
    assert typeface.first_unprintable(name) is None
    for document in (press.certificate(certificate_order(name, address=name)), press.cover_letter(letter_order(name))):
        shown = list(glyphs(document))
        assert len(shown) > len(name)
        assert 0 not in shown


@pytest.mark.parametrize(("name", "position"), NOT_PRINTED.values(), ids=NOT_PRINTED)
def test_what_no_font_has_is_told_at_the_counter(
    typeface: PressTypeface, press: TypstPress, certificate_order: Order, name: str, position: int
):
    """By its place, and the press agrees."""
    assert first_unsupported(name) is None
    assert typeface.first_unprintable(name) == position
    with pytest.raises(DomainError):
        press.certificate(certificate_order(name))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=12))
@example("\u3000花")
@example("ｱ\uff9e")
@example("が\u3099")
@example("\u1100\u1161")
@example("مح\u200cمد")
@example("1\u20dd")
def test_counter_and_press_are_of_one_mind(
    typeface: PressTypeface, press: TypstPress, certificate_order: Order, name: str
):
    """Whatever the form type takes: the counter says yes exactly when the press prints, and then without a box."""
    if first_unsupported(name) is not None:
        return
    if typeface.first_unprintable(name) is None:
        assert 0 not in glyphs(press.certificate(certificate_order(name)))
    else:
        with pytest.raises(DomainError):
            press.certificate(certificate_order(name))

"""Difficult characters: printed right, or refused by code point before anything is printed."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.documents.certificates.press import TypstPress
from adapters.documents.coverage import clusters
from adapters.documents.fonts import FontSet, locked_fonts
from adapters.documents.typesetter import Typesetter
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.documents import Document
from domain.errors import DomainError, ErrorCode

NAMES = Path(__file__).parents[4] / "shared" / "testdata" / "names" / "names.json"
needs_names = pytest.mark.skipif(not NAMES.is_file(), reason="shared test data is absent")
NOT_IN_OUR_FONTS = {"芦\U000e0102屋市": "U+82A6+U+E0102"}  # a Hanyo-Denshi form that the locked fonts do not have
SHAPED = {"अनिता", "Nguyễn Thị Ánh Tuyết"}  # pypdf does not read /ActualText, in which these stand right
ONE_LINE = 40  # characters; a longer Latin name is broken over two lines

Order = Callable[..., CertificateOrder]
Text = Callable[[Document], str]


def names() -> list[str]:
    if not NAMES.is_file():
        return []
    return [case["text"] for case in json.loads(NAMES.read_text(encoding="utf-8")) if case["accept"]]


@needs_names
def test_every_accepted_name_is_printed_or_refused_by_code_point(
    press: TypstPress, text: Text, certificate_order: Order
):
    """Each name comes back from the PDF character by character; those without a glyph are named by code point."""
    for name in names():
        order = certificate_order(name, address=name)
        if name in NOT_IN_OUR_FONTS:
            with pytest.raises(DomainError) as refusal:
                press.certificate(order)
            assert refusal.value.facts == {"code_points": NOT_IN_OUR_FONTS[name], "count": 1}
        elif name not in SHAPED:
            said = text(press.certificate(order))
            if len(name) > ONE_LINE:
                said, name = "".join(said.split()), "".join(name.split())  # noqa: PLW2901 - where lines break is free
            assert said.count(name) >= 2, ascii(name)


@needs_names
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is absent")
def test_every_printed_name_can_be_copied_out_of_the_file(press: TypstPress, certificate_order: Order, tmp_path: Path):
    """A reader that knows /ActualText gets each name back, shaped scripts included."""
    for name in names():
        if name in NOT_IN_OUR_FONTS:
            continue
        file = tmp_path / "certificate.pdf"
        file.write_bytes(press.certificate(certificate_order(name)).content)
        copied = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True, timeout=30)
        # poppler writes an ideographic space as a plain one
        assert name.replace("\u3000", " ") in copied.stdout.decode().replace("-\n", "-").replace("\n", " "), ascii(name)


@pytest.mark.parametrize(
    ("plain", "variant"), [("葛城", "葛\U000e0100城"), ("渡邉", "渡邉\U000e0102"), ("吉田", "𠮷田"), ("高崎", "髙﨑")]
)
def test_a_variant_is_not_printed_as_its_common_form(
    press: TypstPress, text: Text, certificate_order: Order, plain: str, variant: str
):
    """The glyph of a variant is its own: the file says the variant and not the common form."""
    said = text(press.certificate(certificate_order(variant)))
    assert variant in said
    assert plain not in said.replace(variant, "")


@pytest.mark.parametrize(
    ("name", "code_points"),
    [
        ("Անի", "U+0531 U+056B U+0576"),  # Armenian
        ("မြ", "U+1019+U+103C"),  # Myanmar, one cluster
        ("山\ue000田", "U+E000"),  # private use: 外字 of a machine, never printed by chance
        ("山\ufe0f", "U+5C71+U+FE0F"),
    ],
)
def test_a_character_without_a_glyph_is_refused_by_code_point(
    press: TypstPress, certificate_order: Order, name: str, code_points: str
):
    """No box is printed, and the refusal repeats no text."""
    with pytest.raises(DomainError) as refusal:
        press.certificate(certificate_order(f"水面 {name}"))
    assert refusal.value.code is ErrorCode.FONT_MISSING
    assert refusal.value.facts["code_points"] == code_points
    assert "水面" not in str(refusal.value.facts)


def test_a_letter_is_refused_like_a_certificate(press: TypstPress, letter_order: Callable[..., CoverLetterOrder]):
    """An address that cannot be printed does not go to the post."""
    with pytest.raises(DomainError) as refusal:
        press.cover_letter(letter_order(address="Անի"))
    assert refusal.value.code is ErrorCode.FONT_MISSING


def test_the_fonts_of_the_machine_are_not_used(tmp_path: Path):
    """With an empty font folder nothing prints, whatever the machine has installed."""
    with pytest.raises(DomainError) as refusal:
        Typesetter(FontSet((tmp_path,), ("Noto Sans CJK JP",), ("Noto Sans CJK JP",)))
    assert refusal.value.facts == {"family": "Noto Sans CJK JP"}


def test_a_family_that_is_in_no_folder_is_named():
    """A deployment that names a 外字 font it did not install is told so at start."""
    chosen = locked_fonts()
    with pytest.raises(DomainError) as refusal:
        Typesetter(FontSet(chosen.directories, (*chosen.families, "IPAmjMincho"), chosen.foreign_families))
    assert refusal.value.facts == {"family": "IPAmjMincho"}


@pytest.mark.parametrize(
    ("text_", "expected"),
    [
        ("", []),
        ("山田", ["山", "田"]),
        ("葛\U000e0100城", ["葛\U000e0100", "城"]),
        ("e\u0302\u0303n", ["e\u0302\u0303", "n"]),
        ("क्\u200dष", ["क्\u200d", "ष"]),
    ],
)
def test_marks_and_selectors_stay_with_their_character(text_: str, expected: list[str]):
    """What one font must print together is one cluster."""
    assert list(clusters(text_)) == expected

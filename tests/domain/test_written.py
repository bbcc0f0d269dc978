"""Numbers and codes as people type them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain import ids
from domain.certificates.application import Postcode
from domain.written import folded, folded_crockford

NUMBER = "026N-QT2V-6KXN-S1S8"
WIDE = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
)
HYPHENS = "-－−‐‑‒–—―ーｰ─━﹣﹘~～〜⁃⁻˗➖⸺⎯╌"
BLANKS = " \u3000\u00a0\u2003\u202f\t\n\u2028"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\ufe0f\u3164"
WRITTEN = (
    "０２６Ｎ－ＱＴ２Ｖ－６ＫＸＮ－Ｓ１Ｓ８",
    "０２６ｎ−ｑｔ２ｖ−６ｋｘｎ−ｓ１ｓ８",
    "o26n-qt2v-6kxn-sls8",
    "Ｏ２６Ｎ　ＱＴ２Ｖ　６ＫＸＮ　ＳＩＳ８",
    "026nqt2v6kxnsLs8",
    "\ufeff 026N-QT2V-6KXN-S1S8\r\n",
    "0\u200b26N-QT2V-6KXN-S1S8",
    "\u202e026N\u2066-QT2V-6KXN-S1S8\u2069",
    "0️26N-QT2V-6KXN-S1S8",
    "--026N--QT2V--6KXN--S1S8--",
)


@pytest.mark.parametrize("written", WRITTEN)
def test_a_receipt_number_is_found_however_it_is_typed(written: str) -> None:
    """Width, case, blanks, invisible characters, and letters that look like figures do not count."""
    assert ids.normalise_receipt_number(written) == NUMBER


@pytest.mark.parametrize("between", [*HYPHENS, *BLANKS, *UNSEEN], ids=lambda each: f"U+{ord(each):04X}")
def test_every_line_blank_and_invisible_character_separates_nothing(between: str) -> None:
    """Between the groups, in half width and full width alike."""
    assert ids.normalise_receipt_number(NUMBER.replace("-", between)) == NUMBER
    assert ids.normalise_receipt_number(NUMBER.translate(WIDE).replace("-", between)) == NUMBER


@pytest.mark.parametrize(
    "written",
    [
        "⓪26N-QT2V-6KXN-S1S8",
        "٠26N-QT2V-6KXN-S1S8",
        "𝟎26N-QT2V-6KXN-S1S8",
        "026N-QT2V-6KXN-S¹S8",
        "026N-QT2V-6\u212aXN-S1S8",  # the sign of a kelvin: its small letter is k
        "026N-QT2V-6KXN-\u017f1S8",  # the long s: its capital is S
        "026N-QT2V-6KXN-S1S8-",
        "0一26N-QT2V-6KXN-S1S8",
        "026N_QT2V_6KXN_S1S8",
        "026U-QT2V-6KXN-S1S8",
    ],
)
def test_what_is_another_character_is_not_guessed(written: str) -> None:
    """Figures of other scripts, kanji and underlines are nobody's way to copy a number; a hyphen at the end is."""
    expected = NUMBER if written.endswith("-") else None
    assert ids.normalise_receipt_number(written) == expected


@given(st.text(st.characters(exclude_categories=())))
@example("\ud800")
@example("\U0010ffff\u0300")
def test_no_text_is_too_strange(written: str) -> None:
    """Any text at all is folded, once and for all, and never grows."""
    once = folded(written)
    assert folded(once) == once
    assert len(once) <= len(written)
    assert ids.normalise_receipt_number(written) is None or len(folded_crockford(written)) == 16
    assert not any(unicodedata.category(letter) in {"Pd", "Zs", "Zl", "Zp", "Cc", "Cf"} for letter in once)


@pytest.mark.parametrize(
    "written",
    [
        "〒999-0001",
        "〒\ufe0f９９９−０００１",
        "〶 999\u30000001",
        "999\u200bー0001\n",
        "\u202d999‑0001\u202c",
        "999-OOOI",
        "999ｏｏｏｌ",
    ],
)
def test_a_postcode_is_read_however_it_is_typed(written: str) -> None:
    """The same folding: where only figures can stand, a letter is the figure it looks like."""
    assert TypeAdapter(Postcode).validate_python(written) == "9990001"


@pytest.mark.parametrize(
    "written", ["⑨990001", "٩٩٩٠٠٠١", "9²90001", "999-000", "999-00011", "T999-0001", "", "\ud800", 9990001]
)
def test_what_is_no_postcode(written: object) -> None:
    """Nothing is guessed, and no text is too strange."""
    with pytest.raises(ValidationError):
        TypeAdapter(Postcode).validate_python(written)

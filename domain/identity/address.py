"""The normal form of an address: what is compared, never what is printed.

Injective on numbers: two addresses have the same form only if they name the same numbers in the same order. A number
ends where its figures end: nothing that is left out (blanks, units, hyphens) joins the figures on its two sides, and
figures stand in the form for numbers alone, a hyphen between two of them and nowhere else. Likewise with Latin letters,
which may be figures too (Ⅱ, B).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from domain.identity.numerals import NUMERALS, value_of

ANY_ONE = "\uf8ff"
"""Stands for one character that a card could not write. Private use: no accepted text holds it, no folding changes it."""

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# What people type for a hyphen, box-drawing lines included; not the wave dash, which says "from … to".
_HYPHENS = re.compile("[‐‑‒–—―−⁃˗﹘⸺⸻─━┄┅┈┉╌╍╴╶╸╺╼╾⎯⏤➖゠᠆֊־⸗⸚⹀]")
_LAID_APART = str.maketrans("゛゜", "\u3099\u309a")  # NFKC would put a blank before them
_LONG_VOWEL_AS_HYPHEN = re.compile("(?<![ぁ-ゖァ-ヺー])ー+")
_KANJI = "々〆㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff" + ANY_ONE
_KANA_IN_NAMES = (
    (
        re.compile(
            f"(?<=[{_KANJI}ぁ-ゖ0-9])[ケカガ](?=[{_KANJI}])|[ヶヵゖゕ]|(?<=[{_KANJI}0-9])[箇个](?=[{_KANJI}])|(?<=[{_KANJI}ぁ-ゖァ-ヺー])が(?=[{_KANJI}])"
        ),
        "ヶ",
    ),
    (re.compile(f"(?<=[{_KANJI}])[ノ之乃](?=[{_KANJI}])"), "の"),
    (re.compile(f"(?<=[{_KANJI}])[ツッっ](?=[{_KANJI}])"), "つ"),
)
# A kanji numeral is a number where a unit, a joint to the next number or an end follows; elsewhere it is a name (四谷).
_NUMERAL = re.compile(
    f"(?<![0-9{NUMERALS}])[{NUMERALS}]+(?= ?(?:丁|番|号|条|線|地割|階|棟)|-|[のノ之乃][0-9{NUMERALS}]|$|[ )](?![0-9]))"
)
_PIECE = re.compile(
    "(?P<number>[0-9]+)(?: ?(?P<unit>丁目|番地|番|号室|号|丁))?(?P<joint>(?:[- ]|[のノ之乃](?=[0-9]))*)|(?P<other>.)",
    re.DOTALL,
)
_UNITS = {"丁": "丁目", "番地": "番"}  # 番 and 番地 are written one for the other
_ALWAYS_UNITS = {"丁目", "番地", "号室"}
_NAME_AFTER_UNIT = re.compile("[町丁街館通線棟割地池]")  # 二番町, 七番丁, 三番館, 二号線
_LATIN = re.compile("[a-z]")
_NAME = re.compile(f"[{_KANJI}ぁ-ゖ]")

_PREFECTURE = "東京都|北海道|(?:京都|大阪)府|[^市区町村郡]{2,3}県(?!郡(?!山市|上市))"  # 北諸県郡
_COUNTY = "(?:余市|高市|[^市区町]{1,5}?)郡(?!市|町|山市)(?=.{1,8}?[町村])"
_PLACE = re.compile(f"(?P<prefecture>{_PREFECTURE})?(?P<county>{_COUNTY})?(?P<rest>.*)", re.DOTALL)


class Place(NamedTuple):
    """An address in normal form, in the parts that people leave out. Each may be empty but the last."""

    prefecture: str
    county: str  # 郡
    rest: str  # from the municipality on
    units: tuple[str, ...]  # of each number, as far as it was written: 丁目, 番, 号, 号室
    figures: str  # as they stand, with every nought

    @property
    def names_something(self) -> bool:
        """Whether there is a letter or a figure to compare."""
        return any(each.isalnum() for each in self.rest)


class _Piece(NamedTuple):
    """A part of the normal form; of a number also what it counts and its figures as they stand."""

    text: str
    unit: str = ""
    figures: str = ""


def comparable(text: str) -> str:
    """Return a text without variation selectors, width and case, blanks as one space: figures never join over it."""
    spread = "".join(_spread(each) for each in _SELECTORS.sub("", text).translate(_LAID_APART))
    return " ".join(unicodedata.normalize("NFKC", spread).casefold().split())


def read_place(text: str) -> Place:
    """Return an address in normal form."""
    pieces = list(_pieces(_spelled(comparable(text))))
    parts = _PLACE.fullmatch("".join(piece.text for piece in pieces))
    assert parts is not None  # noqa: S101 - every part may be empty
    numbers = [piece for piece in pieces if piece.figures]
    return Place(
        parts["prefecture"] or "",
        parts["county"] or "",
        parts["rest"],
        units=tuple(each.unit for each in numbers),
        figures="".join(each.figures for each in numbers),
    )


def _spread(character: str) -> str:
    """Return a blank for what nobody sees; blanks around ⑫, ² or Ⅱ, whose figures must not join what stands beside them."""
    category = unicodedata.category(character)
    if category in ("Cc", "Cf"):
        return " "
    made_of = unicodedata.normalize("NFKC", character) if category not in ("Nd", "Lo") else ""
    figures = any(each in "0123456789" or each in NUMERALS for each in made_of if each != character)
    return f" {character} " if figures or "\u2160" <= character <= "\u217f" else character


def _spelled(text: str) -> str:
    """Return a comparable text with one hyphen for all, one spelling of the kana in names, and kanji numbers in figures."""
    text = _LONG_VOWEL_AS_HYPHEN.sub("-", _HYPHENS.sub("-", text))
    for spellings, one in _KANA_IN_NAMES:
        text = spellings.sub(one, text)
    return _NUMERAL.sub(lambda found: _in_figures(found[0]), text)


def _in_figures(numeral: str) -> str:
    value = value_of(numeral)
    return numeral if value is None else str(value)


def _pieces(text: str) -> Iterator[_Piece]:
    follows_number, last, apart, unit = False, "", False, ""
    for piece in _PIECE.finditer(text):
        if piece["number"]:
            name = _is_name(text, piece, follows_number=follows_number)
            unit = "" if name else _unit(piece["unit"] or "", after=unit if follows_number else "")
            number = ("-" if follows_number else "") + (piece["number"].lstrip("0") or "0")
            yield _Piece(number, unit, piece["number"])
            yield _Piece(piece["unit"] if name else "")
            follows_number, last = not name, ""
        elif piece["other"] in " -":
            apart = True
        else:
            yield _Piece(" " if apart and _LATIN.match(last) and _LATIN.match(piece["other"]) else "")
            yield _Piece(piece["other"])
            follows_number, last, apart = False, piece["other"], False


def _unit(written: str, after: str) -> str:
    """Return what a number counts; nothing where that is open, as 号 is unless it follows 番: a house or a room."""
    return "" if written == "号" and after != "番" else _UNITS.get(written, written)


def _is_name(text: str, piece: re.Match[str], *, follows_number: bool) -> bool:
    """Say whether a unit is the beginning of a name (二番町, 八丁堀, 14号北) and so stays."""
    unit, after = piece["unit"], text[piece.end() : piece.end() + 1]
    if not unit or unit in _ALWAYS_UNITS or piece["joint"]:
        return False
    return bool(_NAME_AFTER_UNIT.match(after) or (not follows_number and _NAME.match(after)))

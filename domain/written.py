"""What people type for a code or a number, folded to one spelling: receipt and case numbers, codes, postcodes, labels.

Keyboards, phones and word processors write the same number in many ways: full-width, in small letters, with any of some
forty lines for a hyphen, with blanks nobody sees. Only forms that stand for the very same letter are folded: ①, ³ or ٣
is nobody's way to copy a number, so what is left of them fails the pattern of whoever asks.
"""

import unicodedata

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_CAPITALS = {ord(letter): ord(letter) - 32 for letter in "abcdefghijklmnopqrstuvwxyz"}
# Lines that are no dash (category Pd) in Unicode's eyes, yet are typed and drawn as one.
_LINES = frozenset("−ーｰ─━╌╍┄┅┈┉╴╶╸╺⎯~∼˜∽⁓〜⁃⁻₋˗➖￣‾")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and a symbol that show nothing
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})  # blanks, line ends, zero-width and bidi characters
_READ_AS_FIGURES = str.maketrans("OIL", "011")  # Crockford's base 32 has none of the three


def folded(written: str) -> str:
    """Return the letters and figures somebody meant: half-width, capital, without blanks, hyphens and invisible marks.

    Every other character stays as it is. Never raises, whatever the text.
    """
    kept = "".join(letter for letter in written.translate(_FULL_WIDTH) if not _is_separator(letter))
    return kept.translate(_CAPITALS)


def folded_crockford(written: str) -> str:
    """Return the same of a code in Crockford's letters, where O can only be 0, and I and L only 1."""
    return folded(written).translate(_READ_AS_FIGURES)


def spelled_plainly(written: str, *, lines: bool = True) -> str:
    """Return a text with half-width letters, one blank for any, and no invisible marks; ends without blanks.

    With `lines` each of the lines that people type for a hyphen is one. Never raises.
    """
    plain = "".join(_plain(letter, lines=lines) for letter in written.translate(_FULL_WIDTH))
    return " ".join(plain.split())


def _plain(letter: str, *, lines: bool) -> str:
    category = unicodedata.category(letter)
    if lines and (category == "Pd" or letter in _LINES):
        return "-"
    if category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    return "" if category == "Cf" or _shows_nothing(letter) else letter


def _is_separator(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category == "Pd" or category in _UNSEEN or letter in _LINES or _shows_nothing(letter)


def _shows_nothing(letter: str) -> bool:
    """Say whether it is a blank by another name, or only chooses how the letter before it looks (UTS 37)."""
    return letter in _BLANK_LETTERS or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"

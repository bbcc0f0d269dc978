"""Which characters a name or an address may hold: every script's letters, kept byte for byte, never repaired.

Refused: control and layout characters, tags, noncharacters, private use, pictographs, and marks without a base.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_REPLACEMENT = "\ufffd"
_REFUSED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MARKS = {"Mn", "Mc", "Me"}
_JOINING_SCRIPTS = ("DEVANAGARI", "BENGALI", "SINHALA", "MALAYALAM", "KANNADA", "TELUGU", "TAMIL", "GUJARATI", "ARABIC")


def first_unsupported(text: str) -> int | None:
    """Return the position of the first character that cannot be accepted, or None when all can."""
    for position, character in enumerate(text):
        before = text[position - 1] if position else ""
        after = text[position + 1] if position + 1 < len(text) else ""
        if not _accepted(character, before, after):
            return position
    return None


def _accepted(character: str, before: str, after: str) -> bool:
    category = unicodedata.category(character)
    if character in (_ZWNJ, _ZWJ):
        return _joins(before) and _joins(after)
    if category in _MARKS:
        return bool(before) and unicodedata.category(before)[0] in "LMN"
    if character == _REPLACEMENT or category in _REFUSED_CATEGORIES:
        return False
    return not (category == "So" and _is_pictograph(character))


def _joins(character: str) -> bool:
    return bool(character) and unicodedata.name(character, "").startswith(_JOINING_SCRIPTS)


def _is_pictograph(character: str) -> bool:
    return ord(character) >= 0x1F000 or 0x2600 <= ord(character) <= 0x27BF  # noqa: PLR2004


def _check(text: str) -> str:
    if first_unsupported(text) is not None:
        raise ValueError("unsupported_character")
    if text != text.strip():
        raise ValueError("surrounding_space")
    return text


PersonText = Annotated[str, AfterValidator(_check)]

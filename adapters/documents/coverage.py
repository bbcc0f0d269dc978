"""Which characters a font can print, read from its `cmap` table (OpenType 1.9), with variation sequences (IVS).

Checked before printing: a missing glyph would be a box, a missing variation sequence a different 字体 without a word.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_VARIATION_SEQUENCES = 14  # cmap subtable format
_INVISIBLE = {"\u200c", "\u200d"}


class Face(NamedTuple):
    """Code points and variation sequences (base, selector) of one font."""

    code_points: frozenset[int]
    sequences: frozenset[tuple[int, int]]


@cache
def read_face(path: Path, index: int) -> Face:
    """Read what a font file covers; `index` chooses a font of a collection. Raises OSError."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=index) as font:
        table = font["cmap"]
        sequences = frozenset(
            (base, selector)
            for subtable in table.tables
            if subtable.format == _VARIATION_SEQUENCES
            for selector, bases in subtable.uvsDict.items()
            for base, _ in bases
        )
        return Face(frozenset(table.getBestCmap()), sequences)


def missing_code_points(texts: Iterable[str], faces: Sequence[Face]) -> tuple[str, ...]:
    """Return what no single font can print, as `U+XXXX` (sequences joined by `+`), sorted, each once."""
    missing = {
        "+".join(f"U+{ord(character):04X}" for character in cluster)
        for text in texts
        for cluster in clusters(text)
        if not any(prints(face, cluster) for face in faces)
    }
    return tuple(sorted(missing))


def first_missing(text: str, faces: Sequence[Face]) -> int | None:
    """Return the position of the first character (with its marks) that no single font can print; None when all can."""
    position = 0
    for cluster in clusters(text):
        if not any(prints(face, cluster) for face in faces):
            return position
        position += len(cluster)
    return None


def prints(face: Face, text: str) -> bool:
    """Say whether a font prints a text as it is written, or in its composed form (NFC), which looks the same."""
    return _has(face, text) or _has(face, unicodedata.normalize("NFC", text))


def clusters(text: str) -> Iterator[str]:
    """Split a text into characters with their marks, joiners and selectors: what one font must print together."""
    current = ""
    for character in text:
        if current and not _continues(character):
            yield current
            current = ""
        current += character
    if current:
        yield current


def _continues(character: str) -> bool:
    return character in _INVISIBLE or unicodedata.category(character) in {"Mn", "Mc", "Me"}


def _has(face: Face, text: str) -> bool:
    for position, character in enumerate(text):
        code_point = ord(character)
        if _is_selector(code_point):
            if not position or (ord(text[position - 1]), code_point) not in face.sequences:
                return False
        elif character not in _INVISIBLE and code_point not in face.code_points:
            return False
    return True


def _is_selector(code_point: int) -> bool:
    return 0xFE00 <= code_point <= 0xFE0F or 0xE0100 <= code_point <= 0xE01EF  # noqa: PLR2004 - Unicode, chapter 23.4

"""Names as outlines of the font that prints them: an officer sees the very 字体 of the certificate, whatever their machine has.

The same locked font as the press's; outlines stand in the page itself, so that no second answer holds personal data.
"""

import threading
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from adapters.documents.coverage import clusters
from domain.identity.glyphs import Drawing

_PACKAGE = "noto_cjk_sans_jp_regular"
_VARIATION_SEQUENCES = 14  # cmap subtable format


class FontGlyphs:
    """The font, read when a rare name is first shown (half a second)."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()  # a font read lazily is no thing of two threads

    def drawn(self, text: str) -> Drawing | None:
        """Return a text as outlines; None when the font lacks a character of it, or is not there."""
        with self._one_at_a_time:
            return self._drawn(text)

    def _drawn(self, text: str) -> Drawing | None:
        from fontTools.pens.svgPathPen import SVGPathPen  # takes long to import, and most pages need none

        font = self._font
        if font is None:
            return None
        names = [self._name(cluster) for cluster in clusters(text)]
        glyphs, at, paths = font.getGlyphSet(), 0, list[tuple[int, str]]()
        for name in names:
            if name is None:
                return None
            pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
            glyphs[name].draw(pen)
            paths.append((at, pen.getCommands()))
            at += round(glyphs[name].width)
        line = font["hhea"]
        return Drawing(width=at, height=line.ascent - line.descent, ascent=line.ascent, paths=tuple(paths))

    @cached_property
    def _font(self) -> Any:
        from fontTools.ttLib import TTFont

        try:
            found = sorted(Path(str(files(_PACKAGE))).glob("*.otf"))
        except ModuleNotFoundError:
            return None
        return TTFont(found[0], lazy=True) if found else None

    def _name(self, cluster: str) -> str | None:
        """Return the font's name of one character with its selector; None when it has none."""
        plain: dict[int, str] = self._font.getBestCmap()
        base = plain.get(ord(cluster[0]))
        if len(cluster) == 1 or base is None:
            return base
        tables = [each for each in self._font["cmap"].tables if each.format == _VARIATION_SEQUENCES]
        sequences = dict(pair for each in tables for pair in each.uvsDict.get(ord(cluster[1]), ()))
        if len(cluster) > 2 or ord(cluster[0]) not in sequences:  # noqa: PLR2004 - a character and its selector
            return None
        return sequences[ord(cluster[0])] or base

"""Typesetting by typst: PDF/UA-1 and PDF/A-2a, the same bytes for the same words, no personal data in metadata.

Templates are files of this package; what they print reaches them as JSON and is shown, never evaluated.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import typst
from pydantic import JsonValue

from adapters.documents.coverage import missing_code_points, prints
from adapters.documents.fonts import FontSet, LoadedFonts, locked_fonts
from domain.documents import MOST_SHEETS, Document
from domain.errors import DomainError, ErrorCode, PortRejected

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_NAMED = 10


class Typesetter:
    """Sets templates. Raises DomainError(FONT_MISSING) when a font family is not there."""

    def __init__(self, fonts: FontSet | None = None) -> None:
        self._fonts = LoadedFonts(fonts or locked_fonts())

    def set(self, template: str, contents: dict[str, JsonValue], issued_on: date) -> Document:
        """Return a template with these words as PDF.

        Raises DomainError(FONT_MISSING) when a character has no glyph, naming code points only, and PortRejected when
        the template cannot be set or makes more sheets than anybody posts.
        """
        self._refuse_unprintable(contents)
        compiler = typst.Compiler(
            _TEMPLATES / f"{template}.typ",
            root=_TEMPLATES,
            font_paths=self._fonts.for_typst,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(self._marked(contents)), "fonts": json.dumps(self._families())},
        )
        moment = datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=UTC)
        try:
            pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=moment)
            sheets = int(json.loads(compiler.query("<sheets>", field="value", one=True)))
        except typst.TypstError:
            # the typesetter's message may quote the text: only the template is named
            raise PortRejected("documents", f"{template}_not_typeset") from None
        if not isinstance(pdf, bytes):
            raise PortRejected("documents", f"{template}_not_typeset")
        if sheets > MOST_SHEETS:
            raise PortRejected("documents", "too_many_sheets")
        return Document(content=pdf, sheets=sheets)

    def _refuse_unprintable(self, contents: JsonValue) -> None:
        missing = missing_code_points(_strings(contents), self._fonts.faces)
        if missing:
            raise DomainError(ErrorCode.FONT_MISSING, code_points=" ".join(missing[:_MOST_NAMED]), count=len(missing))

    def _families(self) -> dict[str, JsonValue]:
        chosen = self._fonts.chosen
        return {"ordinary": list(chosen.families), "foreign": list(chosen.foreign_families)}

    def _marked(self, contents: JsonValue) -> JsonValue:
        """Mark every text with whether it needs the fonts for foreign names."""
        if isinstance(contents, str):
            return {"text": contents, "foreign": not prints(self._fonts.faces[0], contents)}
        if isinstance(contents, dict):
            return {key: self._marked(value) for key, value in contents.items()}
        if isinstance(contents, list):
            return [self._marked(value) for value in contents]
        return contents


def _strings(contents: JsonValue) -> Iterator[str]:
    if isinstance(contents, str):
        yield contents
    elif isinstance(contents, dict):
        for value in contents.values():
            yield from _strings(value)
    elif isinstance(contents, list):
        for value in contents:
            yield from _strings(value)

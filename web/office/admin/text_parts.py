"""A municipality's texts taken apart for a preview: parts, their rows, each in every language, filled in with examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from markupsafe import Markup
from pydantic import BaseModel

from domain.municipality.texts import Language, NoticeText, render
from web.front import readings
from web.office.page import StaffPage

GENERAL = "general"
"""Whose the texts of every procedure are."""


@dataclass(frozen=True)
class Mail:
    """A mail as it arrives: without readings above, for mails are plain."""

    subject: str
    body: str


@dataclass(frozen=True)
class TextRow:
    """One text, in every language."""

    key: str
    texts: Mapping[Language, Markup | Mail]


@dataclass(frozen=True)
class TextPart:
    """A table of the texts, or one text."""

    name: str
    title: str
    rows: Sequence[TextRow]


def parts_of(page: StaffPage, written: Mapping[Language, BaseModel]) -> list[TextPart]:
    """Return the parts of texts in the order of their model."""
    fields = type(written[Language.JA]).model_fields
    return [_part(page, name, {language: getattr(each, name) for language, each in written.items()}) for name in fields]


def _part(page: StaffPage, name: str, written: Mapping[Language, Any]) -> TextPart:
    japanese = written[Language.JA]
    keys = [str(key) for key in japanese] if isinstance(japanese, Mapping) else [name]
    tables = {language: _table(name, each) for language, each in written.items()}
    rows = [TextRow(key, {each: _shown(page, tables[each][key], each) for each in Language}) for key in keys]
    title = page.plain(f"text_part.{name}") if page.office_set.words.has(f"text_part.{name}") else name
    return TextPart(name, title, rows)


def _table(name: str, written: Any) -> Mapping[str, str | NoticeText]:
    return {str(key): text for key, text in written.items()} if isinstance(written, Mapping) else {name: written}


def _shown(page: StaffPage, text: str | NoticeText, language: Language) -> Markup | Mail:
    if isinstance(text, NoticeText):
        return Mail(filled(page, text.subject), filled(page, text.body))
    said = filled(page, text)
    return readings.in_ruby(said) if language is Language.JA_SIMPLE else Markup("").join([said])


def filled(page: StaffPage, text: str) -> str:
    """Return a text with an example in each of its places; one without an example stays as it is written."""
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    words = page.office_set.words
    example = {
        name: words.say(f"text_example.{name}") if words.has(f"text_example.{name}") else f"{{{name}}}"
        for name in names
    }
    return render(text, example)

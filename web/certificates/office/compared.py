"""Form, card and register side by side, as the page shows them: what differs is marked, character by character."""

import asyncio
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from markupsafe import Markup, escape

from domain.certificates.application import IdentityFrom
from domain.certificates.sheet import Line, Sheet
from domain.identity.glyphs import Drawing, has_rare
from web.certificates.ports import Glyphs
from web.front.page import Page


class Compared(NamedTuple):
    """One line: its name, what each source says, whether any differs, whether it is not for who looks."""

    name: Markup
    form: Markup
    card: Markup
    registered: tuple[Markup, ...]
    differs: bool
    hidden: bool


Pictures = Mapping[str, Drawing]
"""Texts with rare characters as outlines."""


async def compared(sheet: Sheet, page: Page, glyphs: Glyphs) -> list[Compared]:
    """Return the lines of a sheet, rare characters drawn beside them."""
    texts = {text for line in sheet.lines for text in (line.form, line.card, *line.registered) if has_rare(text)}
    pictures = await asyncio.to_thread(_drawn, texts, glyphs) if texts else {}
    return [_line(line, page, pictures) for line in sheet.lines]


def _drawn(texts: Collection[str], glyphs: Glyphs) -> Pictures:
    drawings = {text: glyphs.drawn(text) for text in texts}
    return {text: drawing for text, drawing in drawings.items() if drawing is not None}


def is_by_card(sheet: Sheet) -> bool:
    """Say whether nobody typed who asks."""
    return sheet.identity_from is IdentityFrom.CARD


def _line(line: Line, page: Page, pictures: Pictures) -> Compared:
    said, against = line.card or line.form, line.card if line.differs else ""
    return Compared(
        name=page.say(f"case.field.{line.field.value}"),
        form=_marked(line.form, against) + _picture(line.form, pictures),
        card=escape(line.card) + _picture(line.card, pictures),
        registered=tuple(
            _marked(each, said if line.differs else "") + _picture(each, pictures) for each in line.registered
        ),
        differs=line.differs,
        hidden=line.hidden,
    )


def _picture(text: str, pictures: Pictures) -> Markup:
    """Return a text's drawing, for the eye alone: the text itself stands beside it."""
    drawing = pictures.get(text)
    if drawing is None:
        return Markup()
    paths = Markup("").join(
        Markup('<path transform="translate({} 0)" d="{}"/>').format(*each) for each in drawing.paths
    )
    svg = Markup(
        '<svg class="glyphs" viewBox="0 0 {} {}" aria-hidden="true"><g transform="matrix(1 0 0 -1 0 {})">{}</g></svg>'
    )
    return svg.format(drawing.width, drawing.height, drawing.ascent, paths)


def _marked(text: str, against: str) -> Markup:
    """Return a text with what another does not have marked; nothing is marked against nothing."""
    if not (text and against):
        return escape(text)
    blocks = SequenceMatcher(None, against, text, autojunk=False).get_opcodes()
    parts = ((kind, text[begin:end]) for kind, _, _, begin, end in blocks if end > begin)
    return Markup("").join(
        escape(part) if kind == "equal" else Markup("<mark>{}</mark>").format(part) for kind, part in parts
    )

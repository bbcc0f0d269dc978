"""Form, card and register side by side, as the page shows them: what differs is marked, character by character."""

from difflib import SequenceMatcher
from typing import NamedTuple

from markupsafe import Markup, escape

from domain.certificates.application import IdentityFrom
from domain.certificates.sheet import Line, Sheet
from web.front.page import Page


class Compared(NamedTuple):
    """One line: its name, what each source says, whether any differs, whether it is not for who looks."""

    name: Markup
    form: Markup
    card: Markup
    registered: tuple[Markup, ...]
    differs: bool
    hidden: bool


def compared(sheet: Sheet, page: Page) -> list[Compared]:
    """Return the lines of a sheet."""
    return [_line(line, page) for line in sheet.lines]


def is_by_card(sheet: Sheet) -> bool:
    """Say whether nobody typed who asks."""
    return sheet.identity_from is IdentityFrom.CARD


def _line(line: Line, page: Page) -> Compared:
    said = line.card or line.form
    return Compared(
        name=page.say(f"case.field.{line.field.value}"),
        form=_marked(line.form, line.card if line.differs else ""),
        card=escape(line.card),
        registered=tuple(_marked(each, said if line.differs else "") for each in line.registered),
        differs=line.differs,
        hidden=line.hidden,
    )


def _marked(text: str, against: str) -> Markup:
    """Return a text with what another does not have marked; nothing is marked against nothing."""
    if not (text and against):
        return escape(text)
    blocks = SequenceMatcher(None, against, text, autojunk=False).get_opcodes()
    parts = ((kind, text[begin:end]) for kind, _, _, begin, end in blocks if end > begin)
    return Markup("").join(
        escape(part) if kind == "equal" else Markup("<mark>{}</mark>").format(part) for kind, part in parts
    )

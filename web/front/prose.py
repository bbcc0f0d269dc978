"""Longer texts of the catalogues: a line is a paragraph, lines that begin with `- ` are a list, with `## ` a heading."""

from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from web.front.page import Page

_SIGNS = {"- ": "list", "## ": "heading"}


class Block(NamedTuple):
    """A heading or a paragraph (one line), or a list (a line for each entry)."""

    kind: str
    lines: list[Markup]


def blocks(page: Page, key: str, **values: object) -> list[Block]:
    """Return a text for a page's body. Raises KeyError for a key or placeholder unknown."""
    words = page.set.words[page.language].say(key, **values)
    read = [_line(page, line.strip()) for line in words.splitlines() if line.strip()]
    found = list[Block]()
    for kind, lines in groupby(read, key=lambda line: line[0]):
        texts = [text for _, text in lines]
        found += [Block(kind, texts)] if kind == "list" else [Block(kind, [text]) for text in texts]
    return found


def _line(page: Page, line: str) -> tuple[str, Markup]:
    for sign, kind in _SIGNS.items():
        if line.startswith(sign):
            return kind, page.read(line.removeprefix(sign))
    return "paragraph", page.read(line)

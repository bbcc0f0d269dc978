"""Every word that a template says is in the catalogues."""

import re
from collections.abc import Iterator

from web.certificates.front.pages import PAGES
from web.front.pages import template_folders, word_folders
from web.front.words import catalogues

_SAID = re.compile(r'\b(?:t|plain)\("([a-z_.-]+)"[),]')


def said() -> Iterator[tuple[str, str]]:
    for folder in template_folders([PAGES]):
        for file in folder.rglob("*.html"):
            yield from ((file.name, key) for key in _SAID.findall(file.read_text(encoding="utf-8")))


def test_every_word_a_page_says_is_there():
    (words, *_) = catalogues(word_folders([PAGES])).values()

    assert [(file, key) for file, key in said() if not words.has(key)] == []

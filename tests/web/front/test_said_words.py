"""Every word that a template or a route says is in the catalogues, and none is there that nobody says."""

import re
from collections.abc import Iterator
from pathlib import Path

from web.certificates.front.pages import PAGES
from web.front.pages import template_folders, word_folders
from web.front.words import catalogues

_WEB = Path(__file__).parents[3] / "web"
_SAID = re.compile(r'\b(?:t|plain|say)\("([a-z_.-]+)"[),]|banner="(banner\.[a-z_]+)"')
_BEGUN = re.compile(r'"([a-z_-]+(?:\.[a-z_-]+)*\.)(?:\{|" ~)')
"""A key whose end is known when the page is shown: `t("help." ~ topic)`, `f"refusal.{code}"`."""
_QUOTED = re.compile(r"\{(\w+\.[\w.-]+)\}")
(WORDS, *_) = catalogues(word_folders([PAGES])).values()


def sources() -> Iterator[tuple[str, str]]:
    templates = (file for folder in template_folders([PAGES]) for file in folder.rglob("*.html"))
    routes = (
        file for file in _WEB.rglob("*.py") if "office" not in file.parts
    )  # officers' words are a catalogue of their own
    for file in (*templates, *routes):
        yield file.name, file.read_text(encoding="utf-8")


def quoted() -> set[str]:
    """Return the keys that a text of the catalogues names in place of its own words."""
    texts = (file.read_text(encoding="utf-8") for folder in word_folders([PAGES]) for file in folder.glob("*.ja.toml"))
    return {key for text in texts for key in _QUOTED.findall(text)}


def test_every_word_a_page_says_is_there():
    said = [(name, key or banner) for name, text in sources() for key, banner in _SAID.findall(text)]

    assert len(said) > 100
    assert [(name, key) for name, key in said if not WORDS.has(key)] == []


def test_no_word_is_there_that_nobody_says():
    written = "\n".join(text for _, text in sources())
    begun, named = tuple(_BEGUN.findall(written)), quoted()

    assert [
        key
        for key in sorted(WORDS.keys())
        if f'"{key}"' not in written and key not in named and not key.startswith(begun)
    ] == []

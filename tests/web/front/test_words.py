"""Every page speaks three languages with the same keys and placeholders, and やさしい日本語 with readings."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.certificates.front.pages import PAGES
from web.front.pages import word_folders
from web.front.readings import unread
from web.front.words import faults

ROOT = Path(__file__).parents[3]
SIMPLE = sorted(
    path.relative_to(ROOT) for folder in ("web", "municipalities") for path in (ROOT / folder).rglob("*.ja-simple.toml")
)
CITIES = re.compile("みなも市|かなた町")


def _texts(tree: dict, place: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _texts(value, f"{place}{name}.")
        elif isinstance(value, str):
            yield f"{place}{name}", value


def test_every_language_has_every_word():
    assert list(faults(word_folders([PAGES]))) == []


@pytest.mark.parametrize("file", SIMPLE, ids=str)
def test_easy_japanese_has_a_reading_on_every_kanji(file):
    """At least where a word first stands in a sentence; a city's own name needs none."""
    texts = _texts(tomllib.loads((ROOT / file).read_text(encoding="utf-8")))
    without = {place: words for place, text in texts if (words := unread(CITIES.sub("", text)))}

    assert without == {}


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("紙(かみ)です", []),
        ("紙です", ["紙"]),
        ("紙(かみ)と紙", []),
        ("紙(かみ)です。紙です", ["紙"]),
        ("市役所(しやくしょ)の窓口", ["窓口"]),
        ("12か月(げつ)", []),
    ],
)
def test_finds_kanji_without_a_reading(text, without):
    assert unread(text) == without

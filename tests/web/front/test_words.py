"""Every page speaks three languages with the same keys and placeholders, and やさしい日本語 with readings."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.municipality.texts import Language
from web.certificates.front.pages import PAGES
from web.front.pages import word_folders
from web.front.readings import unread
from web.front.words import catalogues, faults

ROOT = Path(__file__).parents[3]
SIMPLE = sorted(
    path.relative_to(ROOT) for folder in ("web", "municipalities") for path in (ROOT / folder).rglob("*.ja-simple.toml")
)
NAMED = re.compile(r"""\b(?:t|say|plain)\("([a-z_]+(?:\.[a-z0-9_]+)+)"\s*[,)]""")
CITIES = re.compile("みなも市|かなた町")


def _texts(tree: dict, place: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _texts(value, f"{place}{name}.")
        elif isinstance(value, str):
            yield f"{place}{name}", value


def test_every_language_has_every_word():
    assert list(faults(word_folders([PAGES]))) == []


def test_every_word_that_a_page_names_is_there():
    """Also on pages that are seldom shown; a key that is put together is for the page's own test."""
    words = catalogues(word_folders([PAGES]))[Language.JA]
    files = [path for ending in ("html", "py") for path in (ROOT / "web").rglob(f"*.{ending}")]
    files = [path for path in files if "office" not in path.relative_to(ROOT).parts]
    named = {(key, path.name) for path in files for key in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 100
    assert sorted(each for each in named if not words.has(each[0])) == []


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


def test_the_card_app_is_named_in_one_place():
    """A new name is one line in each language: pages quote it."""
    names = {"マイナアプリ", "Myna app"}
    files = [path for path in (ROOT / "web").rglob("*.toml") if not path.name.startswith("card_app.")]
    assert [path.name for path in files if any(name in path.read_text(encoding="utf-8") for name in names)] == []


def test_a_text_quotes_another(tmp_path):
    """By its whole key, and what is quoted keeps its own readings."""
    for language in ("ja", "ja-simple", "en"):
        (tmp_path / f"area.{language}.toml").write_text('name = "市(し)"\nsays = "{area.name}へ {day}"\n')

    assert catalogues([tmp_path])[Language.JA].say("area.says", day="月") == "市(し)へ 月"
    assert list(faults([tmp_path])) == []


def test_amounts_are_written_by_thousands_in_one_place(tmp_path):
    for language in ("ja", "ja-simple", "en"):
        (tmp_path / f"area.{language}.toml").write_text('costs = "{yen}円"\n')
    pages = [path for path in (ROOT / "web").rglob("*.html") if "{:," in path.read_text(encoding="utf-8")]

    assert catalogues([tmp_path])[Language.JA].say("area.costs", yen=12345) == "12,345円"
    assert pages == []

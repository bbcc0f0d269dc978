"""Tables for people: at eighty columns no word, number, date or id is broken, and nothing is ever cut away."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from hosting.tables import table

CASES = (
    ("2026-000002-R\n住民票の写し", "納付待ち\n2026-12-09 まで", "2026-11-30 22:15", "2026-12-07", "佐藤 一郎"),
    (
        "2026-000003-K\n住民票の写し",
        "発送待ち\n引受拒否: 追跡番号は使用済み\n同じ人の同じ申請: 2026-000002-R",
        "2026-11-30 22:15",
        "2026-12-07",
        "勅使河原 七星",
    ),
)
HEADS = ("案件番号 種類", "状態", "到達 (JST)", "処理期限", "担当")
STORY = "納付の期限を2026-12-09と定めました(決済番号 29992776733512862738)。道は、ローマ字のofficer-takahashiと、あっ、ッと。"


def printed(rows, heads, width=80):
    screen = Console(file=io.StringIO(), width=width, markup=False, emoji=False)
    made = table(*heads)
    for row in rows:
        made.add_words(*row)
    screen.print(made)
    return screen.file.getvalue()


def columns(text):
    """Return each column's lines, blanks at the ends taken away."""
    rows = [re.split("[┃│]", line)[1:-1] for line in text.splitlines() if line[0] in "┃│"]
    return [[cell.strip() for cell in column] for column in zip(*rows, strict=True)]


def test_a_worklist_breaks_no_word_at_eighty_columns():
    """Every number, date, term and name stands on one line, and all lines fit the screen."""
    text = printed(CASES, HEADS)
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    for row in (HEADS, *CASES):
        for cell, column in zip(row, columns(text), strict=True):
            for word in cell.split():
                assert any(word in line.split() for line in column) or cell_len(word) > 14, word


@pytest.mark.parametrize("width", [44, 60, 80, 132])
def test_a_sentence_breaks_between_characters_never_inside_a_number(width):
    """Nor does a line begin with what must not (行頭禁則)."""
    (story, _) = columns(printed([(STORY, "審査中")], ("何を", "状態"), width))
    assert "".join(story[1:]).replace(" ", "") == STORY.replace(" ", "")
    for word in ("2026-12-09", "29992776733512862738", "officer-takahashi"):
        assert any(word in line for line in story)
    assert not any(line[:1] in tuple("、。)ーっッゃ") for line in story)


def test_a_long_id_breaks_after_a_hyphen():
    """People who compare find the same groups again."""
    ids = "01a22c98-57fe-779b-8a9e-731708ad3cc5"
    (found, *_) = columns(printed([(ids, "証明書" * 9, "発送" * 9)], ("申請", "もの", "理由"), 60))
    lines = [line for line in found[1:] if line]
    assert "".join(lines) == ids
    assert all(line.endswith("-") for line in lines[:-1])


@pytest.mark.parametrize("width", [11, 12, 17, 20])
def test_however_narrow_the_screen_nothing_is_lost(width):
    """Then, and only then, words are cut; every character is there."""
    text = printed([("2026-000002-R", "審査中")], ("番号", "状態"), width)
    shown = "".join(character for character in text if character.isalnum())
    assert sorted(shown) == sorted("2026000002R審査中番号状態")


def test_an_empty_table_has_its_heads():
    """Nothing waits: the heads say what would stand there."""
    assert columns(printed([], HEADS)) == [[head] for head in HEADS]

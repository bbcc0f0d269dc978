"""Figures go between the markers of docs/performance.md, and nowhere else."""

from pathlib import Path

import pytest

from bench.report.page import BEGIN, END, NoMarkers, figures, write_figures


def test_only_what_stands_between_the_markers_is_replaced(tmp_path: Path, full_body):
    """Words of people stay, figures of an earlier run go."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold figures\n{END}\nafter\n")

    write_figures(page, full_body)
    once = page.read_text()
    write_figures(page, full_body)

    assert once == page.read_text()
    assert once.startswith(f"before\n{BEGIN}\n")
    assert once.endswith(f"{END}\nafter\n")
    assert "old figures" not in once


def test_a_page_without_markers_is_left_alone(tmp_path: Path, full_body):
    """The run says so instead of writing somewhere."""
    page = tmp_path / "page.md"
    page.write_text("nothing\n")

    with pytest.raises(NoMarkers):
        write_figures(page, full_body)
    assert page.read_text() == "nothing\n"


def test_the_figures_say_where_they_come_from(full_body):
    """Server, machine, its load before the run, and every target with its verdict."""
    text = figures(full_body)

    assert "Temporal 1.31.2 on Postgres, 4 shards" in text
    assert "load was 0.1 before the run" in text
    assert "missed by 4%" in text


def test_tables_line_up(full_body):
    """Every line of a table is as long as its head, so that it reads well in a terminal."""
    lines = [line for line in figures(full_body).splitlines() if line.startswith("|")]

    assert len({len(line) for line in lines[:3]}) == 1


def test_the_page_has_its_place():
    """docs/performance.md takes the figures of the next run."""
    text = (Path(__file__).parents[3] / "docs" / "performance.md").read_text(encoding="utf-8")

    assert text.index(BEGIN) < text.index(END)

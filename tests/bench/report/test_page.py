"""The figures of a run, as docs/performance.md has them."""

from pathlib import Path

from bench.report.marked import marks
from bench.report.page import MAKER, figures, write_figures


def test_figures_of_an_earlier_run_go(tmp_path: Path, full_body):
    """A second run of the same leaves the same page."""
    begin, end = marks(MAKER)
    page = tmp_path / "page.md"
    page.write_text(f"before\n{begin}\nold figures\n{end}\nafter\n")

    write_figures(page, full_body)
    once = page.read_text()
    write_figures(page, full_body)

    assert once == page.read_text()
    assert "old figures" not in once


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
    begin, end = marks(MAKER)

    assert text.index(begin) < text.index(end)

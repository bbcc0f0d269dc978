"""What a run leaves: its tables in the page, and a case that broke with what broke."""

import random
from pathlib import Path

from chaos.catalogue import Races, short
from chaos.report import tables
from chaos.run import Run
from chaos.trial import Trial

FACTS = dict.fromkeys(("date", "commit", "machine", "load", "python", "postgres"), "x")


def test_a_broken_case_stands_in_the_table_and_in_the_count():
    """Whoever reads the page sees it."""
    run = Run(5, [Trial(case, random.Random(1)) for case in short()])
    run.trials[0].wrong.append("2 captures")
    text = tables(run, FACTS)

    assert not run.held
    assert f"{len(short())} cases, {len(short()) - 1} held" in text
    assert "| NO |" in text
    assert "2 captures" in text
    assert Races(6).name in text


def test_the_page_has_a_whole_run():
    """`docs/reliability.md` is written by the run, never by hand."""
    page = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")

    assert "cases, " in page.partition("written by make chaos: begin")[2]

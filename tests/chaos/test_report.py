"""What a run leaves: its tables in the page, and a case that broke with what broke."""

import random
from pathlib import Path

from bench.report.marked import marks
from chaos.catalogue import Races, catalogue, short
from chaos.report import AGAIN, MAKER, tables
from chaos.run import Run, broken_promises
from chaos.trial import Trial

FACTS = dict.fromkeys(("date", "commit", "machine", "load", "python", "postgres"), "x")


def test_a_broken_case_stands_in_the_table_and_in_the_count():
    """Whoever reads the page sees it."""
    run = Run(5, "the engine", trials=[Trial(case, random.Random(1)) for case in short()])
    run.trials[0].wrong.append("2 captures")
    text = tables(run, FACTS)

    assert not run.held
    assert f"{len(short())} cases, {len(short()) - 1} held" in text
    assert "| NO |" in text
    assert "2 captures" in text
    assert Races(6).name in text


def test_what_broke_is_told_with_the_command_that_repeats_it():
    """A case that broke at the very end, when the mails were counted, and the run as a whole."""
    run = Run(5, "the engine", trials=[Trial(case, random.Random(1)) for case in short()])
    run.trials[1].wrong.append("no mail of the step paid")
    run.wrong.append("the read tables made anew are not what they were")

    assert broken_promises(run, short()) == [
        "the read tables made anew are not what they were",
        f"    repeat: make chaos SEED=5 CASE={','.join(case.name for case in short())}",
        f"{short()[1].name}: no mail of the step paid",
        f"    repeat: make chaos SEED=5 CASE={short()[1].name}",
    ]
    assert broken_promises(Run(5, "the engine", wrong=["x"]), catalogue())[1] == "    repeat: make chaos SEED=5"
    assert broken_promises(Run(5, "the engine"), short()) == []


def test_what_broke_on_the_development_server_is_repeated_there():
    """Another engine would be another experiment."""
    run = Run(5, "the engine", development=True, wrong=["x"])

    assert broken_promises(run, catalogue())[1] == "    repeat: make chaos SEED=5 SERVER=development"


def test_the_page_has_a_whole_run_of_which_everything_held():
    """`docs/reliability.md` is written by the runs, never by hand: every case of today's catalogue, and what broke held alone since."""
    whole, again = _written(MAKER), _written(AGAIN)

    assert f"{len(catalogue())} cases, " in whole
    assert [case.name for case in catalogue() if f"| {case.name} | yes |" not in whole + again] == []
    assert "| NO |" not in again


def _written(maker: str) -> str:
    """Return what a maker wrote into the page."""
    page = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    begin, end = marks(maker)
    return page.partition(begin)[2].partition(end)[0]

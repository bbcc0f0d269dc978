"""The table of the load run."""

from bench.load.figures import LoadFigures, Question, Restart, Rush, Spread
from bench.load.table import table


def figures(**parts: object) -> LoadFigures:
    return LoadFigures(machine={}, servers={}, **parts)


def test_what_was_not_measured_has_no_line():
    """A part of the run makes a part of the table."""
    restart = Restart("SIGKILL", 20_000, 0.1, 2.5, 2.0, 2.4, 10.3, 2**28)
    text = table(figures(restarts=[restart]))
    assert "| SIGKILL and restart, 20000 requests open: ready | 2.5 s | < 30 s |" in text
    assert "submissions" not in text
    assert text.endswith("every target of this part was met")


def test_misses_and_tables_read_whole_are_told():
    """Below the table stands what was missed; a query says what it reads whole."""
    rush = Rush(1000, 16.7, Spread.of([2.0]), 0, 3, 70.0, 75.0, 2**28)
    text = table(figures(rush=rush, questions=[Question("counts", 12.345, 400, ["requests"])]))
    assert "| query: counts | 12.35 ms, 400 buffers, reads requests whole |" in text
    assert "missed: acknowledged p99 is 2.00 s" in text
    assert "missed: 0 errors, 3 lost" in text

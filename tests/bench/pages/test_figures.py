"""What the pages' figures say of themselves."""

from dataclasses import replace

import pytest

from bench.pages.figures import PageFigures, Times, Weight, table

LIGHT = Weight("/ja", 12_000, 3, 300)
FAST = Times("mixed", 1500, 0, 0.010, 0.050, 0.090)
FINE = PageFigures((LIGHT,), FAST, FAST, Times("submissions", 60, 0, 0.2, 0.4, 0.6), 50.0)


def test_what_keeps_every_limit_misses_none():
    assert FINE.misses == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"weights": (replace(LIGHT, wire=30_721),)}, "/ja weighs 30721 bytes in 3 calls"),
        ({"weights": (replace(LIGHT, calls=5),)}, "in 5 calls"),
        ({"weights": (replace(LIGHT, script=3073),)}, "3073 of scripts"),
        ({"mixed": replace(FAST, p95=0.121)}, "p95 of pages is 121 ms"),
        ({"mixed": replace(FAST, errors=1)}, "1 pages were errors"),
        ({"submissions": replace(FAST, p95=1.01)}, "p95 of submissions is 1.01 s"),
    ],
)
def test_each_limit_is_held(changed, told):
    (missed,) = replace(FINE, **changed).misses

    assert told in missed


def test_times_are_ranked():
    times = Times.of("mixed", [each / 100 for each in range(100, 0, -1)], 2)

    assert (times.p50, times.p95, times.longest, times.errors) == (0.505, 0.96, 1.0, 2)


def test_the_table_puts_the_bare_page_beside_ours():
    told = table(FINE)

    assert "11.7 KiB (/ja)" in told
    assert told.count("10 / 50 / 90 ms, 0 errors of 1500") == 2

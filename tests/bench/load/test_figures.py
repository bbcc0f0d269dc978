"""What the load run calls missed."""

from bench.load.figures import Filling, LoadFigures, Restart, Rush, Spread, Stampede


def rush(took: list[float], *, errors: int = 0, lost: int = 0) -> Rush:
    return Rush(
        submissions=len(took),
        pace_per_s=16.7,
        acknowledged=Spread.of(took),
        errors=errors,
        lost=lost,
        drained=70.0,
        settled=75.0,
        worker_peak_bytes=2**28,
    )


def test_percentiles_are_durations_that_were_seen():
    """Of a hundred durations the p99 is the second longest, the max the longest."""
    spread = Spread.of([number / 100 for number in range(100, 0, -1)])
    assert (spread.p50, spread.p95, spread.p99, spread.max) == (0.51, 0.96, 1.0, 1.0)
    assert Spread.of([0.1] * 99 + [7.0]).p95 == 0.1
    assert Spread.of([]).max == 0.0


def test_a_rush_is_fine_only_when_quick_and_complete():
    """A slow answer, an error and a lost submission are each a miss."""
    assert not rush([0.1] * 100).misses
    assert "p99 is 1.50 s" in rush([0.1] * 98 + [1.5] * 2).misses[0]
    assert rush([0.1], errors=1).misses
    assert rush([0.1], lost=1).misses


def test_a_restart_is_measured_by_time_and_memory():
    """Thirty seconds and one and a half GiB are too much."""
    fine = Restart("SIGTERM", 20_000, 1.0, 3.0, 2.0, 2.0, 2.0, 2**29)
    late = Restart("SIGTERM", 20_000, 1.0, 30.0, 2.0, 2.0, 2.0, 3 * 2**29)
    assert not fine.misses
    assert len(late.misses) == 2


def test_what_was_not_reached_is_told():
    """Fewer open requests than wanted, somebody not served and a part given up are misses like the others."""
    filling = Filling(
        wanted=20_000, open_requests=19_000, workers=2, made=18_000, took=2700.0, per_s=6.7, cpu_ms={"temporal": 60.0}
    )
    waiting = Restart("SIGKILL", 19_000, 0.1, 3.0, None, 2.0, 2.0, 2**29)
    found = LoadFigures(machine={}, servers={}, filling=filling, restarts=[waiting], unfinished=["3 things after 9 s"])
    assert len(found.misses) == 3
    assert "19000 open requests instead of 20000" in " ".join(found.misses)


def test_a_stampede_may_break_nothing():
    """A workflow task over two seconds and a payment not taken in are misses."""
    some = Spread.of([1.0])
    assert not Stampede(500, 3.0, 30.0, some, some, 0, 0, 0, 2**29).misses
    assert len(Stampede(500, 3.0, 30.0, some, some, 1, 1, 0, 2**29).misses) == 2

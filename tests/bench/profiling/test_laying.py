"""Every instant of a case belongs to one thing."""

import pytest

from bench.profiling.laying import PARTS, Span, laid


def part(kind: str) -> str:
    return next(each.name for each in PARTS if kind in each.kinds)


def test_an_instant_belongs_to_the_innermost_thing_and_all_add_up():
    """A commit inside an activity is the recorder's; around it is the activity's, and around that the engine's."""
    case = Span("case", 0.0, 10.0)
    spans = [Span("activity", 2.0, 8.0), Span("recorder", 3.0, 5.0), Span("recorder", 7.0, 12.0)]

    seconds = laid(case, spans)

    assert seconds[part("recorder")] == 2.0 + 3.0
    assert seconds[part("activity")] == 1.0 + 2.0
    assert seconds[part("case")] == 2.0
    assert sum(seconds.values()) == pytest.approx(10.0)


def test_waiting_for_the_core_is_not_the_sdks_own_time():
    """An activation that has handed its result over only waits."""
    case = Span("case", 0.0, 10.0)
    spans = [
        Span("workflow task", 1.0, 9.0),
        Span("activation", 2.0, 6.0),
        Span("workflow", 2.0, 3.0),
        Span("handing over", 4.0, 6.0),
    ]

    seconds = laid(case, spans)

    assert seconds[part("workflow")] == 1.0
    assert seconds[part("activation")] == 1.0
    assert seconds[part("workflow task")] == 6.0
    assert seconds[part("case")] == 2.0

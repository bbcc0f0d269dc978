"""Counting and comparing what cases leave."""

from collections import Counter

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from bench.measuring.events import CaseHistory, differences, usual


def case(*names: str) -> CaseHistory:
    events = [HistoryEvent(event_type=EventType.Value(f"EVENT_TYPE_{name}")) for name in names]
    return CaseHistory(ids=("request", "payment"), request=events, payment=[], size=0)


def test_the_usual_case_is_the_one_most_cases_count_like():
    """A case in which the engine repeated a task is not the usual one."""
    plain, repeated = case("TIMER_STARTED"), case("TIMER_STARTED", "WORKFLOW_TASK_TIMED_OUT")

    found, share = usual([plain, repeated, plain, plain])

    assert found is plain
    assert share == 0.75


def test_differences_are_told_by_kind():
    """Nothing is told of kinds that agree."""
    ours, others = Counter(a=2, b=1), Counter(a=2, b=3, c=1)

    assert differences(ours, others) == {"b": -2, "c": -1}
    assert differences(ours, ours) == {}

"""Deadlines and terms as the workflow is told them, over the sample city's own files and calendar."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from activities.policy import ComputeDeadline, PolicyActivities
from adapters.policy.files import PolicyFiles
from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.certificates.terms import DeadlineKind
from domain.japan import JAPAN
from domain.municipality.spans import Span, Spans

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def policy() -> PolicyActivities:
    """The sample city's policy: closed on Saturdays, Sundays, national holidays, and 12-29 to 01-03."""
    return PolicyActivities(PolicyFiles(ROOT / "municipalities"))


@pytest.mark.parametrize(
    ("start", "kind", "last_day"),
    [
        # Monday the 28th is the last open day of 2026; 7 business days from 01-04: 4 5 6 7 8 12 13 (11 is 成人の日).
        (datetime(2026, 12, 28, 3, tzinfo=UTC), DeadlineKind.PAYMENT, date(2027, 1, 13)),
        # The last half hour of the year in Japan, and the first: both begin on closed days.
        (datetime(2026, 12, 31, 14, 30, tzinfo=UTC), DeadlineKind.PAYMENT, date(2027, 1, 13)),
        (datetime(2026, 12, 31, 15, 30, tzinfo=UTC), DeadlineKind.PAYMENT, date(2027, 1, 13)),
        # 90 calendar days end on Sunday 03-28, so on Monday.
        (datetime(2026, 12, 28, 3, tzinfo=UTC), DeadlineKind.RETURNED_MAIL, date(2027, 3, 29)),
        # 14 calendar days end on the holiday 01-11, so on the 12th.
        (datetime(2026, 12, 28, 3, tzinfo=UTC), DeadlineKind.DELIVERY, date(2027, 1, 12)),
        (datetime(2026, 7, 1, 3, tzinfo=UTC), DeadlineKind.CORRECTION, date(2026, 7, 22)),
    ],
)
async def test_a_deadline_ends_with_the_right_day_of_the_calendar(
    policy: PolicyActivities, start: datetime, kind: DeadlineKind, last_day: date
):
    """By hand from the city's calendar, over the turn of the year too; the last second of the day in Japan."""
    due = await policy.compute_deadline(
        ComputeDeadline(municipality="999001", procedure="certificates", kind=kind, start=start)
    )

    assert due.at.astimezone(JAPAN) == datetime(last_day.year, last_day.month, last_day.day, 23, 59, 59, tzinfo=JAPAN)


@pytest.mark.parametrize("kind", DeadlineKind)
async def test_the_calendar_reaches_as_far_as_the_longest_span_may(policy: PolicyActivities, kind: DeadlineKind):
    """366 business days, the most that a city can say, begun on the last day of a year, are computed."""
    longest = _Longest(ROOT / "municipalities")
    start = datetime(2026, 12, 31, 14, tzinfo=UTC)
    order = ComputeDeadline(municipality="999001", procedure="certificates", kind=kind, start=start)

    due = await PolicyActivities(longest).compute_deadline(order)

    assert due.at.astimezone(JAPAN).year == 2028


class _Longest(PolicyFiles):
    """The sample city with the longest spans that may be written."""

    def policy(self, code: str):
        policy = super().policy(code)
        span = Span(business_days=366)
        rules = rules_of(policy)
        longest = rules.model_copy(update={"deadlines": Spans(dict.fromkeys(rules.deadlines.root, span))})
        return policy.model_copy(update={"procedures": {NAME: longest}})

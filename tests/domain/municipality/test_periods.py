"""Dated tables."""

from datetime import date

import pytest

from domain.errors import DomainError
from domain.municipality.periods import Period, in_force, period_faults

OLD = Period(effective_from=date(2020, 4, 1), effective_until=date(2025, 3, 31))
NEW = Period(effective_from=date(2025, 4, 1))


def faults(*rows: Period) -> list[tuple[str, str]]:
    return [(fault.key, fault.reason) for fault in period_faults(list(enumerate(rows)), "fee")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2020, 4, 1), OLD), (date(2025, 3, 31), OLD), (date(2025, 4, 1), NEW), (date(2099, 1, 1), NEW)],
)
def test_both_ends_of_a_period_belong_to_it(day: date, expected: Period):
    """The first and the last day are in force."""
    assert in_force((OLD, NEW), day) is expected


def test_before_the_first_period_nothing_is_in_force():
    """A day before every period is refused, never guessed."""
    with pytest.raises(DomainError) as refusal:
        in_force((OLD, NEW), date(2020, 3, 31))
    assert refusal.value.facts == {"why": "nothing_in_force", "on": "2020-03-31"}


def test_periods_that_follow_each_other_are_sound_in_any_order():
    """The order in the file does not matter."""
    assert faults(OLD, NEW) == []
    assert faults(NEW, OLD) == []


@pytest.mark.parametrize(
    ("rows", "key", "word"),
    [
        ((OLD, Period(effective_from=date(2025, 3, 31))), "fee[1].effective_from", "overlaps"),
        ((Period(effective_from=date(2020, 4, 1)), NEW), "fee[1].effective_from", "overlaps"),
        ((NEW, NEW), "fee[1].effective_from", "overlaps"),
        ((OLD, Period(effective_from=date(2025, 4, 2))), "fee[1].effective_from", "from 2025-04-01"),
        ((OLD,), "fee[0].effective_until", "after this day"),
    ],
)
def test_overlap_gap_and_closed_end_are_found(rows: tuple[Period, ...], key: str, word: str):
    """Each fault of a table names the row to change."""
    found = faults(*rows)
    assert [key for key, _ in found] == [key]
    assert word in found[0][1]


def test_a_reversed_period_is_found():
    """A period that ends before it begins is named."""
    reversed_ = Period(effective_from=date(2025, 4, 1), effective_until=date(2025, 3, 1))
    assert ("fee[0].effective_until", "the period ends before it begins") in faults(reversed_)

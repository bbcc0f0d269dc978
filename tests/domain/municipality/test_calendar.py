"""Business days, ends of days and office hours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.errors import DomainError
from domain.municipality.calendar import ClosedDays, add_business_days, end_of_day, local_date, next_open_day

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("day", "closed_expected"),
    [
        (date(2026, 11, 20), False),
        (date(2026, 11, 21), True),  # Saturday
        (date(2026, 11, 22), True),  # Sunday
        (date(2026, 11, 23), True),  # 勤労感謝の日
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2027, 1, 3), True),
        (date(2027, 1, 4), False),
    ],
)
def test_weekends_holidays_and_the_new_year_are_closed(closed: ClosedDays, day: date, closed_expected: bool):
    """Each rule of the ordinance closes its days and no others."""
    assert closed.is_closed(day) is closed_expected


def test_a_day_outside_the_known_years_is_refused(closed: ClosedDays):
    """An unknown day never counts as open: a deadline would come too early."""
    with pytest.raises(DomainError):
        closed.is_closed(date(2028, 1, 1))
    with pytest.raises(DomainError):
        add_business_days(date(2027, 12, 28), 1, closed)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, date(2026, 11, 20)), (1, date(2026, 11, 24)), (5, date(2026, 11, 30))]
)
def test_the_first_day_is_not_counted(closed: ClosedDays, count: int, expected: date):
    """Counting begins on the next business day (民法140条)."""
    assert add_business_days(date(2026, 11, 20), count, closed) == expected


def test_an_open_day_is_its_own_next_open_day(closed: ClosedDays):
    """Only a closed day moves."""
    assert next_open_day(date(2026, 11, 20), closed) == date(2026, 11, 20)
    assert next_open_day(date(2026, 11, 21), closed) == date(2026, 11, 24)


def test_days_belong_to_the_city_and_not_to_the_server():
    """15:00 UTC is already the next day in Tokyo, and a day there ends at 14:59:59 UTC."""
    assert local_date(datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == date(2026, 11, 24)
    assert local_date(datetime(2026, 11, 23, 14, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert end_of_day(date(2026, 11, 24)) == datetime(2026, 11, 24, 14, 59, 59, tzinfo=UTC)

"""Business days (開庁日) and ends of days. Closing days come in as data: no holiday is computed here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from pydantic import BaseModel, ConfigDict

from domain.errors import DomainError, ErrorCode
from domain.japan import JAPAN
from domain.municipality.municipality import Closing, Weekday

_WEEKDAYS = tuple(Weekday)
_LAST_SECOND = time(23, 59, 59)

HolidaySource = Callable[[int], frozenset[date]]
"""Returns the national holidays (国民の祝日に関する法律) of a year."""


class ClosedDays(BaseModel):
    """Every closed day from `first` to `last`, both included: weekends, holidays, new year and special days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date
    last: date
    days: frozenset[date]

    def is_closed(self, day: date) -> bool:
        """Say whether the office is closed on `day`.

        Raises DomainError(POLICY_INVALID) outside the known range: an unknown day must not count as open.
        """
        if not self.first <= day <= self.last:
            raise DomainError(ErrorCode.POLICY_INVALID, why="outside_calendar", day=day.isoformat())
        return day in self.days


def closed_days(closing: Closing, first_year: int, last_year: int, holidays: HolidaySource) -> ClosedDays:
    """Return the closed days of whole years, both included."""
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    named: set[date] = set(closing.extra)
    if closing.national_holidays:
        for year in range(first_year, last_year + 1):
            named |= holidays(year)
    span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return ClosedDays(
        first=first, last=last, days=frozenset(day for day in span if day in named or _regularly_closed(closing, day))
    )


def _regularly_closed(closing: Closing, day: date) -> bool:
    return _WEEKDAYS[day.weekday()] in closing.weekdays or any(span.covers(day) for span in closing.yearly)


def add_business_days(start: date, count: int, closed: ClosedDays) -> date:
    """Return the `count`-th business day after `start`, which is itself not counted (民法140条)."""
    day = start
    for _ in range(count):
        day = next_open_day(day + timedelta(days=1), closed)
    return day


def business_days_left(today: date, last: date, closed: ClosedDays) -> int:
    """Return how many business days come after `today` until `last`, which is counted; 0 from `last` on."""
    return sum(not closed.is_closed(today + timedelta(days=each)) for each in range(1, (last - today).days + 1))


def next_open_day(day: date, closed: ClosedDays) -> date:
    """Return `day`, or the first business day after it when the office is closed (民法142条)."""
    while closed.is_closed(day):
        day += timedelta(days=1)
    return day


def local_date(instant: datetime) -> date:
    """Return the day an instant falls on, in Japan."""
    return instant.astimezone(JAPAN).date()


def end_of_day(day: date) -> datetime:
    """Return the last second of a day in Japan, as UTC: it still shows the right date to a reader."""
    return datetime.combine(day, _LAST_SECOND, tzinfo=JAPAN).astimezone(UTC)

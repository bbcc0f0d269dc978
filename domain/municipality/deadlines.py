"""Deadlines (期限): the instant by which somebody must have acted.

The day of the beginning is not counted (民法140条); a period in calendar days that would end on a closed day ends on
the next business day (民法142条).
"""

from datetime import datetime, timedelta

from domain.municipality.calendar import ClosedDays, add_business_days, end_of_day, local_date, next_open_day
from domain.municipality.spans import Span


def deadline(span: Span, from_: datetime, closed: ClosedDays) -> datetime:
    """Return the last second (UTC) of a deadline that begins to run at `from_`.

    Raises DomainError(POLICY_INVALID) when the end lies outside the known closing days.
    """
    start = local_date(from_)
    if span.business_days is not None:
        return end_of_day(add_business_days(start, span.business_days, closed))
    last = start + timedelta(days=span.calendar_days or 0)
    return end_of_day(next_open_day(last, closed))

"""Japan's time: what people read, and what the law counts days in."""

from datetime import datetime, timedelta, timezone
from typing import Final

JAPAN: Final = timezone(timedelta(hours=9), "JST")  # no summer time since 1951
_APRIL = 4


def to_the_minute(at: datetime) -> str:
    """Return an instant as people read it, in Japan's time: `2026-12-09 23:59`. Say JST beside it, or once above a column."""
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def to_the_second(at: datetime) -> str:
    """Return an instant to the second, in Japan's time: `2026-12-09 23:59:59`."""
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}"


def legal_day(at: datetime) -> str:
    """Return a deadline as people read it: the day, in Japan, at whose end it is over: `2026-12-09`."""
    return f"{at.astimezone(JAPAN):%Y-%m-%d}"


def fiscal_year(instant: datetime) -> int:
    """Return the 年度 of an instant: from 1 April to 31 March (地方自治法208条)."""
    day = instant.astimezone(JAPAN)
    return day.year if day.month >= _APRIL else day.year - 1

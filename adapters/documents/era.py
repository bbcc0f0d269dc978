"""Dates in the Japanese era (和暦), as official documents write them (元号法)."""

from datetime import date

from domain.identity.register_date import RegisterDate

_ERAS = (
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
    ("明治", date(1868, 1, 25)),
)


def in_japanese_era(day: date) -> str:
    """Return a date such as 令和8年11月24日; the first year of an era is 元年, older dates are 西暦."""
    for name, first in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"西暦{day.year}年{day.month}月{day.day}日"


def as_registered(day: RegisterDate) -> str:
    """Return a register's date: a whole one in the era, words as they stand, else what is known, in 西暦, and 不詳."""
    if day.root.strip() and day.is_words:
        return day.root
    if day.whole is not None:
        return in_japanese_era(day.whole)
    year, month, _ = day.known
    if year is None:
        return day.root if day.root.strip("0- ") else "不詳"
    return f"{year}年（月日不詳）" if month is None else f"{year}年{month}月（日不詳）"

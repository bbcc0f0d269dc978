"""Dates in the Japanese era (和暦), as official documents write them (元号法)."""

from datetime import date

from domain.identity.eras import ERAS
from domain.identity.register_date import RegisterDate


def in_japanese_era(day: date) -> str:
    """Return a date such as 令和8年11月24日; the first year of an era is 元年, older dates are 西暦."""
    for era in reversed(ERAS):
        if day >= era.first:
            year = day.year - era.first.year + 1
            return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
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

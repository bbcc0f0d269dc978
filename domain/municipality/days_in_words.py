"""Days and instants in the words of each language, in Japan's time: for mails, papers and pages alike.

Where an instant ends a day it is the day that is said: a deadline is over when its day is (`domain/japan.py`). Every kanji of
やさしい日本語 carries its reading.
"""

from datetime import date, datetime

from domain.japan import JAPAN
from domain.municipality.texts import Language

_WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
_READ_WEEKDAYS = ("げつようび", "かようび", "すいようび", "もくようび", "きんようび", "どようび", "にちようび")
_ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_READ_KA = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 20, 24})
"""Days of the month that end in か; the others in にち."""


def day_in_words(at: datetime, language: Language) -> str:
    """Return the day of an instant with its weekday: 2026年12月9日(水), or Wednesday, 9 December 2026."""
    day = at.astimezone(JAPAN).date()
    weekday = day.weekday()
    if language is Language.EN:
        return f"{_ENGLISH_WEEKDAYS[weekday]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
    if language is Language.JA_SIMPLE:
        return f"{_read(day)} {_WEEKDAYS[weekday]}曜日({_READ_WEEKDAYS[weekday]})"
    return f"{day.year}年{day.month}月{day.day}日({_WEEKDAYS[weekday]})"


def minute_in_words(at: datetime, language: Language) -> str:
    """Return an instant to the minute: 2026年12月9日(水) 14時05分, or Wednesday, 9 December 2026, 14:05 (Japan time)."""
    here, day = at.astimezone(JAPAN), day_in_words(at, language)
    if language is Language.EN:
        return f"{day}, {here:%H:%M} (Japan time)"
    if language is Language.JA_SIMPLE:
        return f"{day} {here.hour}時(じ){here.minute:02}分(ふん)"
    return f"{day} {here.hour}時{here.minute:02}分"


def _read(day: date) -> str:
    last = "か" if day.day in _READ_KA else "にち"
    return f"{day.year}年(ねん){day.month}月(がつ){day.day}日({last})"

"""A day as a register has it: whole, in part (年のみ、月日不詳), in words of an era, or not at all.

Birth dates of people whose papers were lost, or who came from abroad, are known by year or by month only. Such a date
is an ordinary value: kept, compared and printed as it stands.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from pydantic import ConfigDict, RootModel, model_validator

from domain.identity.comparison import Likeness
from domain.identity.eras import ERAS, Era
from domain.identity.numerals import NUMERALS, value_of

_NUMBER = f"(?:[0-9]+|[{NUMERALS}]+)"
_FIGURES = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?(?P<rest>)")
_SOLID = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<rest>)")
_WORDS = re.compile(
    f"(?P<era>明治?|大正?|昭和?|平成?|令和?|西暦|[MTSHR])?(?P<year>元|{_NUMBER})[年.-]"
    f"(?:(?P<month>{_NUMBER})[月.-])?(?:(?P<day>{_NUMBER})日?)?(?:生まれ|生)?(?P<rest>.*)",
    re.IGNORECASE,
)
_LINES = re.compile("[/‐‑‒–—―−─ー]")
_ABOUT = re.compile("頃|ころ|ごろ|推定|約|or|又は")
_GREGORIAN = re.compile("[0-9]{4}")


_MONTHS_AS_TODAY = (1873, 1, 1)  # before, the months were the moon's (明治5年太政官布告第337号)


class Known(NamedTuple):
    """What is known of a day; None is 不詳. A month without its year is not kept."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class RegisterDate(RootModel[str]):
    """The text as the register sent it; empty when it sent none. A `date` is taken as its ISO 8601 text."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        if type(value) is date:
            return value.isoformat()
        return "" if value is None else value

    @classmethod
    def of(cls, day: date) -> "RegisterDate":
        """Return a whole day."""
        return cls(day.isoformat())

    @property
    def known(self) -> Known:
        """Return the parts that can be relied on. Never raises: what cannot be read is not known."""
        text = "".join(_LINES.sub("-", unicodedata.normalize("NFKC", self.root)).split())
        parts = _FIGURES.fullmatch(text) or _SOLID.fullmatch(text) or _WORDS.fullmatch(text)
        return Known() if parts is None or _ABOUT.search(parts["rest"]) else _known(parts.groupdict())

    @property
    def is_words(self) -> bool:
        """Say whether the register wrote words (昭和55年月日不詳) rather than figures."""
        return not _FIGURES.fullmatch(self.root) and not _SOLID.fullmatch(self.root)

    @property
    def whole(self) -> date | None:
        """Return the day where all of it is known."""
        year, month, day = self.known
        return date(year, month, day) if year and month and day else None

    def compared(self, day: date | None) -> Likeness:
        """Compare with the day on a card, None when the card has no whole one.

        What is not known on one side is unclear, unless what is known contradicts the card already.
        """
        if day is None:
            return Likeness.UNCLEAR
        pairs = zip(self.known, (day.year, day.month, day.day), strict=True)
        if any(known not in (None, on_card) for known, on_card in pairs):
            return Likeness.DIFFERS
        return Likeness.UNCLEAR if self.whole is None else Likeness.SAME


def _known(parts: dict[str, str | None]) -> Known:
    era = _era(parts.get("era"))
    year = _year(era, parts["year"] or "")
    month, day = _part(parts["month"]), _part(parts["day"])
    known = Known(year, month, day if month else None) if year else Known()
    try:
        date(known.year or 1, known.month or 1, known.day or 1)
    except (ValueError, OverflowError):
        return Known()
    if era and not _is_of(era, known):
        return Known()
    return known if not parts["rest"] or known.day is None else Known(known.year, known.month)


def _era(written: str | None) -> Era | None:
    initial = (written or "西")[0].upper()
    return next((era for era in ERAS if initial in (era.name[0], era.initial)), None)


def _year(era: Era | None, written: str) -> int | None:
    year = 1 if written == "元" and era else _part(written)
    if year is None or (era is None and not _GREGORIAN.fullmatch(written)):
        return None
    if era is None:
        return year
    return era.first.year + year - 1


def _is_of(era: Era, known: Known) -> bool:
    """Say whether such a day there was (昭和64年1月10日: none)."""
    year, month, day = known
    earliest, latest = (year or 1, month or 1, day or 1), (year or 9999, month or 12, day or 31)
    first = max(_parts(era.first), _MONTHS_AS_TODAY)
    return not year or (earliest <= _parts(era.last) and latest >= first)


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _part(written: str | None) -> int | None:
    """Return a number; None for none and for 00."""
    if not written:
        return None
    return (int(written) if written.isdecimal() and len(written) < 5 else value_of(written)) or None  # noqa: PLR2004

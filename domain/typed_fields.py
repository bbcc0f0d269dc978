"""What people type into the fields of a page, read as they meant it: days, postcodes, mail addresses, small numbers, lines.

Wide in spelling, strict in meaning: whatever could be two values is asked again, with a word on what is wrong. Names and
addresses stay letter for letter but for blanks at their ends. What is accepted here still passes the form's own rules.
"""

import re
from datetime import date

from domain.form_problems import FormProblem
from domain.identity.eras import ERAS, Era
from domain.identity.numerals import NUMERALS, value_of
from domain.mail_address import mailbox
from domain.postal.postcode import POSTAL_MARKS
from domain.problem_codes import ProblemCode
from domain.written import folded_crockford, spelled_plainly


class NotReadError(Exception):
    """What was typed cannot be read. `code` says why, `facts` what its words name; never what was typed."""

    def __init__(self, code: ProblemCode, **facts: int | str) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts


_NUMBER = f"(?:[0-9]{{1,4}}|[{NUMERALS}]{{1,9}})"
_WRITTEN = [name for era in ERAS for name in (era.name, era.roman.lower(), era.name[0], era.initial.lower())]
_ERA = "|".join(sorted({"西暦", *_WRITTEN}, key=len, reverse=True))
_PARTS = re.compile(
    rf"(?P<era>{_ERA})? ?\.?-?(?P<year>元|{_NUMBER}) ?(?:年|[-/.,、。・]| ) ?(?P<month>{_NUMBER}) ?(?:月|[-/.,、。・]| ) ?"
    rf"(?P<day>{_NUMBER}) ?日?"
)
_SOLID = re.compile(
    rf"(?P<era>{_ERA})?-?(?P<year>[0-9]{{2}}|(?<![a-z])[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH_NAME = rf"(?P<month>{_MONTHS})[a-z]{{0,6}}\.?"
_ENGLISH = (
    re.compile(rf"{_MONTH_NAME} ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? ?(?P<year>[0-9]{{4}})(?P<era>)"),
    re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? ?-?{_MONTH_NAME},? ?-?(?P<year>[0-9]{{4}})(?P<era>)"),
)
_AROUND = re.compile(r"^(?:生年月日|誕生日)[ :]*|(?: ?\([日月火水木金土](?:曜日?)?\))? ?(?:生まれ|うまれ|生)?$")
_SQUARES = str.maketrans({era.square: era.name for era in ERAS} | {"ō": "o", "Ō": "o"})
_FOUR_DIGITS = 1000
_LONGEST_DAY = 3  # letters: 三十一; a year at the end has four
_MONTHS_AS_TODAY = date(1873, 1, 1)  # before, the months were the moon's (明治5年太政官布告第337号)

_MAIL_LABEL = re.compile(r"^(?:mailto:|メール(?:アドレス)?[ :]*|e?-?mail[ :]+)", re.IGNORECASE)
_IN_ANGLES = re.compile(r"[^<>]*<([^<>]+)>")
_DOTS = str.maketrans("。｡．", "...")
_COUNTERS = "通部枚冊"
_POSTCODE_LABEL = re.compile("^(?:郵便番号)?:?")


def read_day(written: str) -> date:
    """Return a day, in either calendar: 1985-04-12, 昭和60年4月12日, S60.4.12, 19850412, 12 April 1985.

    Raises NotReadError: MISSING, MALFORMED_DATE, ERA_MISSING (two figures and no era), NO_SUCH_DAY, DAY_OUTSIDE_ERA (`era`
    is the right one), BIRTH_DATE_TOO_OLD (a day of the moon's calendar).
    """
    text = _AROUND.sub("", spelled_plainly(written.translate(_SQUARES)).lower())
    if not text:
        raise NotReadError(FormProblem.MISSING)
    found = _PARTS.fullmatch(text) or _SOLID.fullmatch(text)
    found = found or next(filter(None, (pattern.fullmatch(text) for pattern in _ENGLISH)), None)
    if found is None:
        raise NotReadError(FormProblem.MALFORMED_DATE)
    if len(found["day"]) > _LONGEST_DAY:
        raise NotReadError(FormProblem.MALFORMED_DATE)
    era = _era(found["era"])
    year = 1 if found["year"] == "元" else _number(found["year"])
    if found["year"] == "元" and era is None:
        raise NotReadError(FormProblem.ERA_MISSING)
    if era is None and year < _FOUR_DIGITS:
        raise NotReadError(FormProblem.MALFORMED_DATE if (found["era"] or "") == "西暦" else FormProblem.ERA_MISSING)
    day = _day(year if era is None else era.first.year + year - 1, found["month"], found["day"])
    if day < _MONTHS_AS_TODAY:
        raise NotReadError(FormProblem.BIRTH_DATE_TOO_OLD)
    if era is not None and not (year and era.first <= day <= era.last):
        right = _era_of(day)
        raise NotReadError(FormProblem.DAY_OUTSIDE_ERA, era=right.name, reading=right.reading, roman=right.roman)
    return day


def in_era(day: date) -> str:
    """Return a day as the Japanese calendar writes it, for showing back: 昭和60年4月12日; 元年 for the first year."""
    era = _era_of(day)
    year = day.year - era.first.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def read_postcode(written: str) -> str:
    """Return seven digits. Raises NotReadError MISSING, MALFORMED_POSTCODE."""
    digits = _POSTCODE_LABEL.sub("", folded_crockford(written)).lstrip(POSTAL_MARKS)
    if not digits:
        raise NotReadError(FormProblem.MISSING)
    if not re.fullmatch("[0-9]{7}", digits):
        raise NotReadError(FormProblem.MALFORMED_POSTCODE)
    return digits


def read_mail(written: str) -> str:
    """Return a mail address, without what is pasted with it. Raises NotReadError MISSING, MALFORMED_MAIL."""
    text = _MAIL_LABEL.sub("", spelled_plainly(written, lines=False).translate(_DOTS))
    angles = _IN_ANGLES.fullmatch(text)
    address = re.sub(" *([@.]) *", r"\1", angles[1] if angles else text).strip()
    if not address:
        raise NotReadError(FormProblem.MISSING)
    try:
        mailbox(address)
    except ValueError:
        raise NotReadError(FormProblem.MALFORMED_MAIL) from None
    return address


def read_number(written: str, wrong: ProblemCode, *, least: int, most: int) -> int:
    """Return a whole number as a person writes one, with 通 or without. Raises NotReadError MISSING, or `wrong`."""
    figures = spelled_plainly(written).replace(" ", "").rstrip(_COUNTERS)
    if not figures:
        raise NotReadError(FormProblem.MISSING)
    value = _number(figures) if re.fullmatch(f"[0-9]{{1,9}}|[{NUMERALS}]+", figures) else -1
    if not least <= value <= most:
        raise NotReadError(wrong)
    return value


def read_line(written: str) -> str:
    """Return a name or an address without the blanks around it, otherwise as it is. Raises NotReadError(MISSING)."""
    text = written.strip().strip("\ufeff\u200b").strip()
    if not text:
        raise NotReadError(FormProblem.MISSING)
    return text


def _era(written: str | None) -> Era | None:
    """Return the era of a name, in either script, or of its first letter; None for the Western calendar."""
    initial = (written or "西")[0].upper()
    return next((era for era in ERAS if initial in (era.name[0], era.initial)), None)


def _era_of(day: date) -> Era:
    """Return the era of a day: of the day it changed on, the later one."""
    return next(era for era in reversed(ERAS) if day >= era.first)


def _number(written: str) -> int:
    value = int(written) if written.isascii() else value_of(written)
    if value is None:
        raise NotReadError(FormProblem.MALFORMED_DATE)
    return value


def _day(year: int, month: str, day: str) -> date:
    names = _MONTHS.split("|")
    try:
        return date(year, names.index(month) + 1 if month in names else _number(month), _number(day))
    except (ValueError, OverflowError):
        raise NotReadError(FormProblem.NO_SUCH_DAY) from None

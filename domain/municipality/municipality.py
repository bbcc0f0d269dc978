"""The municipality itself: names, office, office hours (開庁時間) and closing days (閉庁日)."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

_ONE_LINE = r"^\S[^\r\n\t]*$"
Line = Annotated[str, Field(pattern=_ONE_LINE, max_length=200)]
Day = Annotated[date, Field(strict=True)]
"""A day written as a date of TOML or JSON, never a number of seconds."""

_TimeOfDay = Annotated[time, Field(strict=True)]
MunicipalityCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class Weekday(StrEnum):
    """Days of the week, in the order of `date.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _month_and_day(text: str) -> str:
    date.fromisoformat(f"2000-{text}")
    return text


MonthDay = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$"), AfterValidator(_month_and_day)]


class YearlySpan(BaseModel):
    """Days that are closed every year, both included: 12-29 to 01-03 runs over the new year."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_day: MonthDay
    last_day: MonthDay

    def covers(self, day: date) -> bool:
        """Say whether `day` falls into the span."""
        written = f"{day:%m-%d}"
        if self.first_day <= self.last_day:
            return self.first_day <= written <= self.last_day
        return written >= self.first_day or written <= self.last_day


class Closing(BaseModel):
    """When the office is closed (地方自治法4条の2)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weekdays: tuple[Weekday, ...]
    national_holidays: StrictBool
    yearly: tuple[YearlySpan, ...] = ()
    extra: tuple[Day, ...] = ()


class Office(BaseModel):
    """The desk that handles requests and answers questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    postcode: Annotated[str, Field(pattern=r"^[0-9]{7}$")]
    address: Line
    telephone: Annotated[str, Field(pattern=r"^[0-9]{2,5}-[0-9]{1,4}-[0-9]{3,4}$")]
    opens: _TimeOfDay
    closes: _TimeOfDay

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes must be later than opens")
        return self


class Municipality(BaseModel):
    """A city, town or village. `online_from` is the first day on which requests are taken online."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: MunicipalityCode
    prefecture: Line
    name: Line
    name_kana: Line
    name_en: Line
    population: Annotated[int, Field(ge=1, strict=True)]
    mayor: Line
    online_from: Day
    office: Office
    closing: Closing

    @property
    def full_name(self) -> str:
        """Prefecture and name, as in 架空県みなも市."""
        return self.prefecture + self.name

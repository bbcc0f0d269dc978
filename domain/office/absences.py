"""不在: days on which an officer is away, and who stands in. No reason: why somebody is away is nobody's business here."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.actors import ACTOR_ID

LONGEST = timedelta(days=366)


class Absence(BaseModel):
    """From a day until a day, both included. `substitute` stands in; None: somebody is chosen case by case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    absence_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{8,80}$")]
    officer: Annotated[str, Field(pattern=ACTOR_ID)]
    first: date
    last: date
    substitute: Annotated[str, Field(pattern=ACTOR_ID)] | None = None

    def covers(self, day: date) -> bool:
        """Say whether the officer is away on a day."""
        return self.first <= day <= self.last

    def meets(self, other: "Absence") -> bool:
        """Say whether two absences have a day in common."""
        return self.first <= other.last and other.first <= self.last


class AbsenceFault(StrEnum):
    """What is wrong with an absence about to be noted."""

    ENDS_BEFORE = "ends_before"
    OVER = "over"
    TOO_LONG = "too_long"
    NOTED_ALREADY = "noted_already"
    SUBSTITUTE_SELF = "substitute_self"
    SUBSTITUTE_AWAY = "substitute_away"


def absence_fault(absence: Absence, standing: Iterable[Absence], today: date) -> AbsenceFault | None:
    """Return what is wrong with an absence beside those that stand; None: nothing."""
    others = [each for each in standing if each.absence_id != absence.absence_id and each.meets(absence)]
    faults = {
        AbsenceFault.ENDS_BEFORE: absence.last < absence.first,
        AbsenceFault.OVER: absence.last < today,
        AbsenceFault.TOO_LONG: absence.last - absence.first > LONGEST,
        AbsenceFault.NOTED_ALREADY: any(each.officer == absence.officer for each in others),
        AbsenceFault.SUBSTITUTE_SELF: absence.substitute == absence.officer,
        AbsenceFault.SUBSTITUTE_AWAY: any(each.officer == absence.substitute for each in others),
    }
    return next((fault for fault, found in faults.items() if found), None)


def away(standing: Iterable[Absence], day: date) -> dict[str, Absence]:
    """Return who is away on a day, by officer."""
    return {each.officer: each for each in standing if each.covers(day)}

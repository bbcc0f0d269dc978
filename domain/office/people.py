"""How officers change while the office runs: one admin proposes, another confirms, and both stand in the ledger (ADR 40).

What the municipality's officers.toml says holds until the first confirmed change of an officer; from then on the changes
do. The ledger has ids, roles and days. Names, and who an officer is in the register, are personal: `Details`, kept apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.actors import ACTOR_ID
from domain.municipality.calendar import local_date
from domain.municipality.municipality import Day, Line
from domain.municipality.officers import Issuer, Officer, OfficerRole, Officers, Resident, Subject
from domain.personal import PERSONAL

ChangeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{8,80}$")]


class ChangeGround(StrEnum):
    """Why an officer's row changes: a closed list, for no free text goes into the ledger."""

    APPOINTMENT = "appointment"  # 採用・転入
    TRANSFER = "transfer"  # 異動・担当替え
    LEAVING = "leaving"  # 退職・転出
    CORRECTION = "correction"  # 訂正
    PROTECTION = "protection"  # 不正の疑い・紛失など: taken away to be safe


class Details(BaseModel):
    """What of an officer's row is personal: never in the ledger."""

    model_config = PERSONAL

    name: Line
    resident: Resident | None = None


class NewRow(BaseModel):
    """An officer's row from a day on, without what is personal; see domain.municipality.officers.Officer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    officer: Annotated[str, Field(pattern=ACTOR_ID)]
    section: Line
    roles: tuple[OfficerRole, ...] = ()
    issuer: Issuer | None = None
    subject: Subject | None = None
    effective_from: Day
    effective_until: Day | None = None


class _Step(BaseModel):
    """A step of a change. `by`: which admin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    change_id: ChangeId
    by: Annotated[str, Field(pattern=ACTOR_ID)]
    at: AwareDatetime


class ChangeProposed(_Step):
    """An admin has proposed a row."""

    type: Literal["change_proposed"] = "change_proposed"
    ground: ChangeGround
    row: NewRow


class ChangeConfirmed(_Step):
    """Another admin has confirmed it: it holds from this instant, or from its first day if that is later."""

    type: Literal["change_confirmed"] = "change_confirmed"


class ChangeDropped(_Step):
    """Its proposer has taken it back, or another admin has declined it."""

    type: Literal["change_dropped"] = "change_dropped"


PeopleEvent = Annotated[ChangeProposed | ChangeConfirmed | ChangeDropped, Field(discriminator="type")]


@dataclass(frozen=True)
class Confirmed:
    """A proposed change and its confirmation."""

    proposed: ChangeProposed
    at: datetime


@dataclass(frozen=True)
class Changes:
    """All changes of a municipality's officers. `place` counts their events.

    `proposed` by id; `steps` are those that followed from something, in their order.
    """

    place: int = 0
    proposed: Mapping[str, ChangeProposed] = field(default_factory=dict)
    over: frozenset[str] = frozenset()
    confirmed: tuple[Confirmed, ...] = ()
    steps: tuple[PeopleEvent, ...] = ()

    @property
    def pending(self) -> Mapping[str, ChangeProposed]:
        """What waits for a second admin, oldest first."""
        return {name: each for name, each in self.proposed.items() if name not in self.over}

    def after(self, event: PeopleEvent) -> "Changes":
        """Return what there is after an event. One that follows from nothing changes nothing but the place."""
        if not self._follows(event):
            return replace(self, place=self.place + 1)
        after = replace(self, place=self.place + 1, steps=(*self.steps, event))
        if isinstance(event, ChangeProposed):
            return replace(after, proposed={**self.proposed, event.change_id: event})
        ended = replace(after, over=self.over | {event.change_id})
        if isinstance(event, ChangeDropped):
            return ended
        return replace(ended, confirmed=(*self.confirmed, Confirmed(self.proposed[event.change_id], event.at)))

    def _follows(self, event: PeopleEvent) -> bool:
        if isinstance(event, ChangeProposed):
            return event.change_id not in self.proposed
        proposed = self.pending.get(event.change_id)
        return proposed is not None and not (isinstance(event, ChangeConfirmed) and event.by == proposed.by)


@dataclass(frozen=True)
class KnownPeople:
    """Officers and their changes at one moment. `details` by the changes' ids, those that are pending too."""

    officers: Officers
    changes: Changes = field(default_factory=Changes)
    details: Mapping[str, Details] = field(default_factory=dict, repr=False)


def officers_at(
    seed: Officers, confirmed: Sequence[Confirmed], details: Mapping[str, Details], until: datetime | None = None
) -> Officers:
    """Return the officers after the changes that were confirmed up to an instant, all of them without one.

    `details` by the changes' ids: an officer whose name is not given is called by their id.
    """
    officers = seed
    for each in confirmed:
        if until is None or each.at <= until:
            named = details.get(each.proposed.change_id) or Details(name=each.proposed.row.officer)
            officers = with_row(officers, officer_of(each.proposed.row, named, each.at))
    return officers


def officer_of(row: NewRow, details: Details, confirmed_at: datetime) -> Officer:
    """Return an officer's row as it holds: never from a day before it was confirmed."""
    about = row.model_dump(exclude={"officer", "effective_from"})
    begins = max(row.effective_from, local_date(confirmed_at))
    return Officer(id=row.officer, name=details.name, resident=details.resident, effective_from=begins, **about)


def with_row(officers: Officers, row: Officer) -> Officers:
    """Return the officers with a row that holds from its first day on: earlier ones end before, later ones are gone."""
    begins = row.effective_from
    if begins is None:
        raise ValueError("a row that changes something has a first day")
    day_before = begins - timedelta(days=1)

    def ended(officer: Officer) -> Officer | None:
        if officer.id != row.id or (officer.effective_until is not None and officer.effective_until < begins):
            return officer
        if officer.effective_from is not None and officer.effective_from >= begins:
            return None
        return officer.model_copy(update={"effective_until": day_before})

    kept = (ended(each) for each in officers.officer)
    return Officers(officer=(*(each for each in kept if each is not None), row))

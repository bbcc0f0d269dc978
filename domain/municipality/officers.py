"""Officers (職員) of a municipality and the roles they hold."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.actors import ACTOR_ID, APPLICANT, SYSTEM, Role
from domain.municipality.faults import Fault
from domain.municipality.municipality import Day, Line

_NOT_OFFICERS = {APPLICANT.id, SYSTEM.id}
OfficerRole = Literal[
    Role.EXAMINER, Role.APPROVER, Role.DISPATCHER, Role.CLOSED_DESK, Role.AUDITOR, Role.SUPERVISOR, Role.ADMIN
]
_ALONE = {
    Role.AUDITOR: "an auditor takes part in no decision",
    Role.ADMIN: "who gives roles to others takes part in no decision and sees no case",
}
Resident = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]
"""The register's id of somebody who lives here."""
Subject = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,255}$")]
Issuer = Annotated[str, Field(pattern=r"^https?://[\x21-\x7e]{1,500}$")]
"""A provider of the sign-in, and what it calls somebody (OpenID Connect Core 1.0, `iss` and `sub`)."""


class Officer(BaseModel):
    """One officer. `resident` is the registry's id of an officer who lives here: nobody decides on their own request.

    `subject` is what the provider of the office's sign-in calls them; None: their id here. `issuer` is that provider; None:
    whichever the office's settings name.

    An officer without a role signs in and decides nothing, such as the 会計管理者. A row holds from a day until a day, both
    included and either left out; who gets other roles has another row from then on. Rows that are over stay: by them an
    auditor tells who held which role when.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=ACTOR_ID)]
    name: Line
    section: Line
    roles: tuple[OfficerRole, ...] = ()
    resident: Resident | None = None
    issuer: Issuer | None = None
    subject: Subject | None = None
    effective_from: Day | None = None
    effective_until: Day | None = None

    def serves(self, on: date) -> bool:
        """Say whether the row holds on a day."""
        return (self.effective_from or date.min) <= on <= (self.effective_until or date.max)

    def is_called(self, issuer: str, subject: str) -> bool:
        """Say whether a provider means this officer by a subject."""
        return self.issuer in (None, issuer) and (self.subject or self.id) == subject


class Officers(BaseModel):
    """All officers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    officer: Annotated[tuple[Officer, ...], Field(min_length=1)]

    def knows(self, officer_id: str) -> bool:
        """Say whether anybody has that id, on whatever day."""
        return any(officer.id == officer_id for officer in self.officer)

    def find(self, officer_id: str, on: date) -> Officer | None:
        """Return an officer as of a day; None when nobody has that id then."""
        return next((officer for officer in self.officer if officer.id == officer_id and officer.serves(on)), None)

    def called(self, issuer: str, subject: str, on: date) -> Officer | None:
        """Return who a provider means by a subject as of a day; None: nobody here."""
        named = (each for each in self.officer if each.is_called(issuer, subject) and each.serves(on))
        return next(named, None)

    def name(self, officer_id: str, on: date) -> str:
        """Return an officer's name as of a day, else the latest known; the id when nobody ever had it."""
        rows = [officer for officer in self.officer if officer.id == officer_id]
        named = self.find(officer_id, on) or (rows[-1] if rows else None)
        return officer_id if named is None else named.name

    def holding(self, role: Role) -> tuple[Officer, ...]:
        """Return the officers who hold a role and of whom no end is known."""
        return tuple(officer for officer in self.officer if role in officer.roles and officer.effective_until is None)


def officer_faults(officers: Officers) -> tuple[Fault, ...]:
    """Return ids used twice on one day or by others, auditors who also decide, and people who are two officers."""
    faults: list[Fault] = []
    for place, officer in enumerate(officers.officer):
        faults.extend(_period_faults(officers, place))
        if officer.id in _NOT_OFFICERS:
            fault = "in every record this id stands for somebody else"
            faults.append(Fault(f"officer[{place}].id", fault, "give the officer another id"))
        faults.extend(
            Fault(f"officer[{place}].roles", why, f'write roles = ["{role}"]')
            for role, why in _ALONE.items()
            if role in officer.roles and len(set(officer.roles)) > 1
        )
    return (*faults, *_same_person(officers), *_same_subject(officers))


def _period_faults(officers: Officers, place: int) -> list[Fault]:
    officer = officers.officer[place]
    begin, end = officer.effective_from or date.min, officer.effective_until or date.max
    if end < begin:
        key = f"officer[{place}].effective_until"
        return [Fault(key, "the period ends before it begins", "exchange the two dates")]
    same = (each for each in officers.officer[:place] if each.id == officer.id)
    if any(each.serves(begin) or begin <= (each.effective_from or date.min) <= end for each in same):
        fix = "give each officer their own id, or end one row before the other begins"
        return [Fault(f"officer[{place}].id", "two officers have this id", fix)]
    return []


def _same_person(officers: Officers) -> list[Fault]:
    """Two pairs of eyes are two people: nobody signs in as two officers, though one officer may have several rows."""
    known: dict[str, str] = {}
    faults = []
    for place, officer in enumerate(officers.officer):
        if officer.resident is not None and known.setdefault(officer.resident, officer.id) != officer.id:
            fault = "another officer is the same resident"
            faults.append(
                Fault(f"officer[{place}].resident", fault, "give one person one officer with all their roles")
            )
    return faults


def _same_subject(officers: Officers) -> list[Fault]:
    """Who signs in is one officer, whenever they do."""
    known: dict[str, str] = {}
    faults = []
    for place, officer in enumerate(officers.officer):
        if known.setdefault(officer.subject or officer.id, officer.id) != officer.id:
            fault = "another officer signs in under the same name"
            faults.append(Fault(f"officer[{place}].subject", fault, "give each officer the provider's name for them"))
    return faults

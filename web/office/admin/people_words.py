"""Officers and their changes in words: rows of a table, a change side by side, steps as sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from domain.actors import Role
from domain.municipality.calendar import local_date
from domain.municipality.days_in_words import minute_in_words
from domain.municipality.officers import Officer, OfficerRole
from domain.municipality.texts import Language
from domain.office.people import ChangeProposed, KnownPeople, officer_of
from web.office.page import StaffPage

ROLES: tuple[Role, ...] = get_args(OfficerRole)
"""Roles that officers may have, in the order of the pages."""


@dataclass(frozen=True)
class Person:
    """A row of the list of officers."""

    id: str
    name: str
    section: str
    roles: str
    since: str
    until: str


@dataclass(frozen=True)
class Waiting:
    """A proposed change that waits for a second admin. `is_mine`: they have proposed it themselves."""

    change_id: str
    about: str
    ground: str
    by: str
    at: str
    is_mine: bool


@dataclass(frozen=True)
class Compared:
    """One line of a change: as it is and as it would be."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the change changes it."""
        return self.before != self.after


def role_words(page: StaffPage) -> Mapping[str, str]:
    """Return what each role is called."""
    return {role.value: page.plain(f"people.role.{role.value}") for role in ROLES}


def person_of(page: StaffPage, officer: Officer) -> Person:
    """Return an officer's row in words."""
    return Person(
        id=officer.id,
        name=officer.name,
        section=officer.section,
        roles=roles_in_words(page, officer),
        since=_day(officer.effective_from),
        until=_day(officer.effective_until),
    )


def roles_in_words(page: StaffPage, officer: Officer) -> str:
    """Return an officer's roles in one line."""
    words = role_words(page)
    return "、".join(words[role] for role in ROLES if role in officer.roles) or page.plain("people.no_role")


def waiting_in_words(page: StaffPage, known: KnownPeople) -> Sequence[Waiting]:
    """Return what waits for a second admin, oldest first."""
    return [
        Waiting(
            change_id=each.change_id,
            about=called(known, each.row.officer, each),
            ground=page.plain(f"people.ground.{each.ground.value}"),
            by=called(known, each.by),
            at=minute_in_words(each.at, Language.JA),
            is_mine=each.by == page.actor.id,
        )
        for each in known.changes.pending.values()
    ]


def called(known: KnownPeople, officer_id: str, change: ChangeProposed | None = None) -> str:
    """Return an officer's name and id; of one who is new, the name that a change gives them."""
    details = None if change is None else known.details.get(change.change_id)
    rows = [each for each in known.officers.officer if each.id == officer_id]
    name = details.name if details is not None else rows[-1].name if rows else None
    return officer_id if name in (None, officer_id) else f"{name}({officer_id})"


def compared(page: StaffPage, known: KnownPeople, change: ChangeProposed) -> Sequence[Compared]:
    """Return a change line by line. Whether somebody lives in the city is told, never as whom the register has them."""
    details = known.details[change.change_id]
    after = officer_of(change.row, details, page.now)
    before = known.officers.find(after.id, after.effective_from or local_date(page.now))
    rows = {
        "name": _pair(before, after, lambda each: each.name),
        "section": _pair(before, after, lambda each: each.section),
        "roles": _pair(before, after, lambda each: roles_in_words(page, each)),
        "subject": _pair(before, after, lambda each: each.subject or each.id),
        "resident": _resident(page, before, after),
        "effective_from": _pair(before, after, lambda each: _day(each.effective_from)),
        "effective_until": _pair(before, after, lambda each: _day(each.effective_until)),
    }
    return [Compared(page.plain(f"people.field.{name}"), *pair) for name, pair in rows.items()]


def steps_in_words(page: StaffPage, known: KnownPeople) -> Sequence[tuple[str, str]]:
    """Return every step of every change, newest first: when, and a sentence."""
    told = []
    for step in reversed(known.changes.steps):
        proposed = known.changes.proposed[step.change_id]
        what = step.type if step.type != "change_dropped" or step.by == proposed.by else "change_declined"
        about = called(known, proposed.row.officer, proposed)
        ground = page.plain(f"people.ground.{proposed.ground.value}")
        sentence = page.plain(f"people.step.{what}", by=called(known, step.by), about=about, ground=ground)
        told.append((minute_in_words(step.at, Language.JA), sentence))
    return told


def _pair(before: Officer | None, after: Officer, said: Callable[[Officer], str]) -> tuple[str, str]:
    return "" if before is None else said(before), said(after)


def _resident(page: StaffPage, before: Officer | None, after: Officer) -> tuple[str, str]:
    words = page.plain("people.resident.yes"), page.plain("people.resident.no")
    said = [words[each is None or each.resident is None] for each in (before, after)]
    if before is not None and before.resident and after.resident and before.resident != after.resident:
        return said[0], page.plain("people.resident.other")
    return said[0] if before is not None else "", said[1]


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"

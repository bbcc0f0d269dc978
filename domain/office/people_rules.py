"""Who may change officers, and which rows cannot be: two admins for every change, none for their own row."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.actors import Role
from domain.errors import DomainError, ErrorCode
from domain.municipality.calendar import local_date
from domain.municipality.faults import Fault
from domain.municipality.officers import Officer, Officers, officer_faults
from domain.office.people import (
    ChangeConfirmed,
    ChangeDropped,
    ChangeGround,
    ChangeProposed,
    Details,
    KnownPeople,
    NewRow,
    officer_of,
    with_row,
)

FEWEST_ADMINS = 2
"""So many must be left: fewer could change nothing any more."""


class RowMistake(StrEnum):
    """What is wrong with a proposed row."""

    FEW_ADMINS = "few_admins"
    ROLE_ALONE = "role_alone"
    SAME_PERSON = "same_person"
    SAME_SUBJECT = "same_subject"
    ENDS_EARLY = "ends_early"
    BEGINS_EARLY = "begins_early"
    ID_TAKEN = "id_taken"
    UNCHANGED = "unchanged"


class RowRefused(Exception):  # noqa: N818 - reads as what happened
    """A row that cannot be: the first mistake by field of the row."""

    def __init__(self, mistakes: dict[str, RowMistake]) -> None:
        super().__init__(", ".join(f"{name}: {mistake}" for name, mistake in mistakes.items()))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Proposal:
    """What an admin proposes. `is_new`: somebody who was no officer here before."""

    change_id: str
    ground: ChangeGround
    row: NewRow
    details: Details = field(repr=False)
    is_new: bool = False


_FIELD_OF_FAULT = {
    "roles": ("roles", RowMistake.ROLE_ALONE),
    "resident": ("resident", RowMistake.SAME_PERSON),
    "subject": ("subject", RowMistake.SAME_SUBJECT),
    "effective_until": ("effective_until", RowMistake.ENDS_EARLY),
    "id": ("officer", RowMistake.ID_TAKEN),
}


def propose(known: KnownPeople, by: str, proposal: Proposal, now: datetime) -> ChangeProposed | None:
    """Return the event of a proposal; None when it stands already. Raises as PeopleChanges.propose."""
    row = proposal.row
    _require_admin(known, by, row.officer, now)
    if proposal.change_id in known.changes.proposed:
        return None
    mistakes = mistakes_in(known.officers, officer_of(row, proposal.details, now))
    if row.effective_from < local_date(now):
        mistakes.setdefault("effective_from", RowMistake.BEGINS_EARLY)
    if proposal.is_new and known.officers.knows(row.officer):
        mistakes["officer"] = RowMistake.ID_TAKEN
    if mistakes:
        raise RowRefused(mistakes)
    return ChangeProposed(change_id=proposal.change_id, by=by, at=now, ground=proposal.ground, row=row)


def confirm(known: KnownPeople, by: str, change_id: str, seen: int, now: datetime) -> ChangeConfirmed:
    """Return the event of a confirmation. Raises as PeopleChanges.confirm."""
    proposed = _pending(known, change_id)
    _require_admin(known, by, proposed.row.officer, now)
    if by == proposed.by:
        raise DomainError(ErrorCode.FOUR_EYES)
    if seen != known.changes.place or change_id not in known.details:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW)
    mistakes = mistakes_in(known.officers, officer_of(proposed.row, known.details[change_id], now))
    if mistakes:
        raise RowRefused(mistakes)
    return ChangeConfirmed(change_id=change_id, by=by, at=now)


def drop(known: KnownPeople, by: str, change_id: str, now: datetime) -> ChangeDropped:
    """Return the event of a change taken back or declined. Raises as PeopleChanges.drop."""
    proposed = _pending(known, change_id)
    _require_admin(known, by, proposed.row.officer, now)
    return ChangeDropped(change_id=change_id, by=by, at=now)


def mistakes_in(officers: Officers, row: Officer) -> dict[str, RowMistake]:
    """Return what is wrong with a row, by field: what would not be wrong without it."""
    after = with_row(officers, row)
    known = {_as_told(officers, fault) for fault in officer_faults(officers)}
    new = (fault for fault in officer_faults(after) if _as_told(after, fault) not in known)
    mistakes = dict(_FIELD_OF_FAULT[fault.key.rpartition(".")[2]] for fault in new)
    begins = row.effective_from or date.min
    if len(_admins(after, begins)) < min(FEWEST_ADMINS, len(_admins(officers, begins))):
        mistakes.setdefault("roles", RowMistake.FEW_ADMINS)
    if not mistakes and _is_same(officers, row):
        mistakes["roles"] = RowMistake.UNCHANGED
    return mistakes


def _admins(officers: Officers, on: date) -> set[str]:
    """Return the admins as of a day of whom no end is known."""
    return {each.id for each in officers.holding(Role.ADMIN) if each.serves(on)}


def _is_same(officers: Officers, row: Officer) -> bool:
    before = next((each for each in reversed(officers.officer) if each.id == row.id), None)
    dates = {"effective_from": None}
    return before is not None and before.model_copy(update=dates) == row.model_copy(update=dates)


def _as_told(officers: Officers, fault: Fault) -> tuple[str, str, str]:
    """Return a fault by whose it is: a row more or less moves the others."""
    place = int(fault.key.partition("[")[2].partition("]")[0])
    return officers.officer[place].id, fault.key.rpartition(".")[2], fault.reason


def _pending(known: KnownPeople, change_id: str) -> ChangeProposed:
    found = known.changes.pending.get(change_id)
    if found is None:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW)
    return found


def _require_admin(known: KnownPeople, by: str, about: str, now: datetime) -> None:
    acting = known.officers.find(by, local_date(now))
    if acting is None or Role.ADMIN not in acting.roles:
        raise DomainError(ErrorCode.ROLE_MISSING)
    if by == about:
        raise DomainError(ErrorCode.FOUR_EYES)

"""Changes of officers as an auditor reads them: who was one when, and whether two admins stood behind each change."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from adapters.postgres.entries import PEOPLE_STREAM, decode_change
from adapters.postgres.ledger import LedgerSnapshot
from audit.findings import Finding, FindingCode
from domain.actors import Role
from domain.errors import DomainError
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date
from domain.municipality.officers import Officers
from domain.office.people import ChangeProposed, Changes, PeopleEvent, officers_at

ChangesByCity = Mapping[str, Sequence[PeopleEvent]]


async def changes_in(snapshot: LedgerSnapshot) -> ChangesByCity:
    """Return the steps of all changes, by municipality, in their order; entries that cannot be read are left out."""
    found: dict[str, list[PeopleEvent]] = {}
    for stored in await snapshot.people():
        try:
            event = decode_change(stored.entry).change
        except ValidationError:
            continue
        found.setdefault(stored.case_id.removeprefix(PEOPLE_STREAM), []).append(event)
    return found


def officers_of(book: PolicyBook, city: str) -> Officers | None:
    """Return the officers of a municipality's file; None when none is known there."""
    try:
        return book.policy(city).officers
    except DomainError:
        return None


def unfounded(book: PolicyBook, by_city: ChangesByCity) -> Iterator[Finding]:
    """Give each step of a change that was nobody's to take: of who was no admin then, one's own row, one's own proposal."""
    for city, events in by_city.items():
        seed = officers_of(book, city)
        changes = Changes()
        for event in events:
            if seed is None or not _is_founded(seed, changes, event):
                where = f"place {changes.place + 1}, {event.type} by {event.by}"
                yield Finding(code=FindingCode.ROLE_NOT_HELD, case_id=PEOPLE_STREAM + city, where=where)
            changes = changes.after(event)


def _is_founded(seed: Officers, changes: Changes, event: PeopleEvent) -> bool:
    acting = officers_at(seed, changes.confirmed, {}, event.at).find(event.by, local_date(event.at))
    if acting is None or Role.ADMIN not in acting.roles:
        return False
    if isinstance(event, ChangeProposed):
        return event.by != event.row.officer
    proposed = changes.pending.get(event.change_id)
    if proposed is None or event.by == proposed.row.officer:
        return False
    return event.type != "change_confirmed" or event.by != proposed.by

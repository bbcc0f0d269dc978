"""Whether who decided held the role then: by the municipality's officers (rows that are over stay in the file) and the ledger's changes of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from typing import Any

from pydantic import BaseModel, ConfigDict

from audit.people import ChangesByCity, officers_of
from domain.actors import APPLICANT, Role
from domain.cases.event import Event
from domain.cases.procedure import Procedure
from domain.cases.vouchers import VALID_FOR
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date
from domain.office.people import Changes, officers_at


class RoleNotHeld(BaseModel):
    """A decision by somebody who had no such role: its place among the case's events, who, and what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: int
    by: str
    action: str


class HeldRoles:
    """Asks the officers of all municipalities served here."""

    def __init__(self, book: PolicyBook, changes: ChangesByCity | None = None) -> None:
        self.book = book
        folded = {city: reduce(Changes.after, events, Changes()) for city, events in (changes or {}).items()}
        self._confirmed = {city: changes.confirmed for city, changes in folded.items()}

    def with_changes(self, changes: ChangesByCity) -> "HeldRoles":
        """Return the same with these changes of officers."""
        return HeldRoles(self.book, changes)

    def wanting(
        self, procedure: Procedure[Any, Any], municipality: str, place: int, event: Event
    ) -> RoleNotHeld | None:
        """Return what is wrong with an event; None for one that nobody decided, or somebody who might."""
        command = procedure.command_of(event.type)
        if command is None or not getattr(event, "decision_id", ""):
            return None
        if command.is_of_the_office():
            held = command.is_for(self._roles(municipality, event))
        else:
            held = event.by == APPLICANT.id
        return None if held else RoleNotHeld(place=place, by=event.by, action=command.verb())

    def among(self, procedure: Procedure[Any, Any], events: Iterable[Event]) -> Iterator[RoleNotHeld]:
        """Give what is wrong in one case's events, in their order; its first event says whose officers they are."""
        municipality: str | None = None
        for place, event in enumerate(events, start=1):
            municipality = procedure.evolve(None, event).municipality if municipality is None else municipality
            found = self.wanting(procedure, municipality, place, event)
            if found is not None:
                yield found

    def _roles(self, municipality: str, event: Event) -> frozenset[Role]:
        """Return the roles somebody held when an event happened, or when it was vouched for at the earliest."""
        moments = (event.at, event.at - VALID_FOR)
        return frozenset(role for at in moments for role in self._roles_at(municipality, event.by, event.at, at))

    def _roles_at(
        self, municipality: str, officer_id: str, day_of: datetime, changes_until: datetime
    ) -> Sequence[Role]:
        seed = officers_of(self.book, municipality)
        if seed is None:
            return ()
        officers = officers_at(seed, self._confirmed.get(municipality, ()), {}, changes_until)
        officer = officers.find(officer_id, local_date(day_of))
        return () if officer is None else officer.roles

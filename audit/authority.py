"""Whether who decided held the role on that day, by the municipality's officers: rows that are over stay in the file."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.actors import APPLICANT, Role
from domain.cases.event import Event
from domain.cases.procedure import Procedure
from domain.errors import DomainError
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date


class RoleNotHeld(BaseModel):
    """A decision by somebody who had no such role: its place among the case's events, who, and what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: int
    by: str
    action: str


class HeldRoles:
    """Asks the officers of all municipalities served here."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book

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
        try:
            officers = self._book.policy(municipality).officers
        except DomainError:  # none is known there
            return frozenset()
        officer = officers.find(event.by, local_date(event.at))
        return frozenset(officer.roles) if officer else frozenset()

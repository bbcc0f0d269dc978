"""Whether who decided held the role on that day, by the municipality's officers: rows that are over stay in the file."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from domain.actors import APPLICANT, Role
from domain.certificates.events import AnyEvent, RequestReceived
from domain.certificates.transitions import EVENTS_OF, roles_for
from domain.errors import DomainError
from domain.japan import JAPAN
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date

_ACTION_OF = {event: action for action, events in EVENTS_OF.items() for event in events}


class RoleNotHeld(BaseModel):
    """A decision by somebody who had no such role: its place among the request's events, who, and what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: int
    by: str
    action: str


class HeldRoles:
    """Asks the officers of all municipalities served here."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book

    def wanting(self, municipality: str, place: int, event: AnyEvent) -> RoleNotHeld | None:
        """Return what is wrong with an event; None for one that nobody decided, or somebody who might."""
        action = _ACTION_OF.get(event.type)
        if action is None or not getattr(event, "decision_id", ""):
            return None
        wanted = roles_for(action)
        held = event.by == APPLICANT.id if Role.CITIZEN in wanted else bool(wanted & self._roles(municipality, event))
        return None if held else RoleNotHeld(place=place, by=event.by, action=action)

    def among(self, events: Iterable[AnyEvent]) -> Iterator[RoleNotHeld]:
        """Give what is wrong in one request's events, in their order."""
        municipality = ""
        for place, event in enumerate(events, start=1):
            if isinstance(event, RequestReceived):
                municipality = event.municipality
            found = self.wanting(municipality, place, event)
            if found is not None:
                yield found

    def _roles(self, municipality: str, event: AnyEvent) -> frozenset[Role]:
        try:
            officers = self._book.policy(municipality).officers
        except DomainError:  # none is known there
            return frozenset()
        officer = officers.find(event.by, local_date(event.at, JAPAN))
        return frozenset(officer.roles) if officer else frozenset()

"""What the office's pages need of the outside, as Protocols."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from domain.actors import Actor
from domain.municipality.officers import Officer, Officers
from domain.office.absences import Absence
from domain.office.health import Health
from domain.office.people import KnownPeople
from domain.office.people_rules import Proposal
from domain.office.sign_in import SignedIn, SignedOut, SignInTrip, StaffSession


class WayOut(NamedTuple):
    """Where a browser goes to sign in, and what is kept of it meanwhile."""

    trip: SignInTrip
    url: str


class SignIn(Protocol):
    """The provider with which officers sign in. May raise PortUnavailable or PortRejected."""

    async def begin(self, to: str, /, *, fresh: bool = False, strong: bool = False) -> WayOut:
        """Begin a sign-in."""

    async def finish(self, trip: SignInTrip, answer: Mapping[str, str], /) -> SignedIn:
        """Return who has signed in. Raises SignInRefused."""

    async def read_notice(self, token: str, /) -> SignedOut:
        """Return of whom the provider says that they have signed out. Raises SignInRefused for one that is not its own."""

    async def way_out(self, back: str, /) -> str | None:
        """Return where a browser signs out at the provider too, and comes `back` from; None where it has no such page."""


class SignInTrips(Protocol):
    """Sign-ins under way, by the browser (`visit`: the hash of its token). May raise PortUnavailable."""

    async def keep(self, visit: str, trip: SignInTrip, /) -> None:
        """Keep a trip, for ON_THE_WAY."""

    async def take(self, visit: str, state: str, /) -> SignInTrip | None:
        """Return a trip of this browser, once; None for any other, and when it took too long."""


class StaffSessions(Protocol):
    """Sessions on the server: the browser has a random token, we its hash (`key`) alone. May raise PortUnavailable."""

    async def begin(self, key: str, signed_in: SignedIn, officer: str, /) -> StaffSession:
        """Begin a session; one under the same key is over."""

    async def find(self, key: str, /) -> StaffSession | None:
        """Return a session that is not over, and keep it from idling out; None for any other."""

    async def end(self, key: str, /) -> None:
        """End a session; nothing when it is over."""

    async def end_of(self, issuer: str, /, *, subject: str | None = None, provider_session: str | None = None) -> int:
        """End the sessions of somebody, or of one session at the provider, and return how many (back-channel logout)."""


class People(Protocol):
    """Officers as they are now: a role that was taken away is gone with the next call. May raise PortUnavailable."""

    async def actor(self, officer_id: str, /) -> Actor | None:
        """Return an officer in the roles of this moment; None when nobody has that id today."""

    async def officer(self, officer_id: str, /) -> Officer | None:
        """Return an officer's row of today."""

    async def identified(self, issuer: str, subject: str, /) -> Officer | None:
        """Return who a provider means by a subject; None: nobody here."""

    async def officers(self) -> Officers:
        """Return all rows, those that are over and those to come too: who holds a role, what somebody is called."""


class PeopleChanges(Protocol):
    """Changes of officers, one admin's and another's. `by` is an officer's id.

    May raise PortUnavailable; DomainError ROLE_MISSING (no admin at this moment), FOUR_EYES (a row of one's own, or a change one
    has proposed), NOT_ALLOWED_NOW (over, or not what was seen).
    """

    async def known(self) -> KnownPeople:
        """Return officers and changes as they are now."""

    async def propose(self, by: str, proposal: Proposal, /) -> None:
        """Propose a row; the same id twice is one proposal. Raises RowRefused."""

    async def confirm(self, by: str, change_id: str, seen: int, /) -> None:
        """Let a change hold that another admin has proposed; `seen` is the place the admin has seen. Raises RowRefused."""

    async def drop(self, by: str, change_id: str, /) -> None:
        """Take a change back, or decline another admin's."""


class HealthView(Protocol):
    """How the installation does."""

    async def look(self) -> Health:
        """Look at every system and at all that waits; a system that does not answer is a line. May raise PortUnavailable."""


class Absences(Protocol):
    """Days on which officers of a municipality are away. May raise PortUnavailable."""

    async def standing(self, municipality: str, today: date, /) -> Sequence[Absence]:
        """Return the absences under way and to come, the first to begin first."""

    async def note(self, municipality: str, absence: Absence, by: str, /) -> None:
        """Note an absence; the same id and days twice is one. Raises DomainError(IDEMPOTENCY_CONFLICT) for others."""

    async def drop(self, municipality: str, absence_id: str, by: str, /) -> None:
        """Take an absence back: the officer is there again. Nothing when it stands no more, or never did."""

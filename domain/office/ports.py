"""What the office's pages need of the outside, as Protocols."""

from typing import Protocol

from domain.actors import Actor
from domain.municipality.officers import Officer
from domain.office.sign_in import SignedIn, StaffSession


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

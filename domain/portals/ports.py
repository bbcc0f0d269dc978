"""What is kept of portals, as Protocols. May raise PortUnavailable or PortRejected("postgres")."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.portals.portal import ListedPortal, Portal
from domain.portals.webhooks import Delivery, Endpoint


class Portals(Protocol):
    """Portals, their keys and which requests are theirs."""

    async def holder(self, digest: str, /) -> Portal | None:
        """Return whose key has this digest, and note that it was used; None: nobody's, or revoked."""

    async def count_call(self, portal: Portal, /) -> int | None:
        """Count a call in this minute; None: it may be made, else how many seconds to wait. Exact under parallel callers."""

    async def adopt(self, portal_id: str, case_id: str, /) -> None:
        """Note whose request a case is; twice is once, and the first stays."""

    async def owns(self, portal_id: str, case_id: str, /) -> bool:
        """Say whether a case came through a portal."""

    async def revoke(self, portal_id: str, key_id: int, /) -> bool:
        """Make a key good for nothing, from the next call on; False when it was so, or is not there."""

    async def listed(self) -> Sequence[ListedPortal]:
        """Return all portals with their keys."""


class WebhookEndpoints(Protocol):
    """Where portals are told, and what was told."""

    async def add(self, portal_id: str, url: str, /) -> Endpoint | None:
        """Add an endpoint; None: there are as many as there may be."""

    async def of(self, portal_id: str, /) -> Sequence[Endpoint]:
        """Return a portal's endpoints."""

    async def remove(self, portal_id: str, endpoint_id: str, /) -> bool:
        """Remove an endpoint with what waits for it; False when it is not there."""

    async def tell(self, endpoint_id: str, kind: str, data: Mapping[str, object], /) -> str:
        """Have an endpoint told something, and return the message's id."""

    async def log(self, endpoint_id: str, limit: int, /) -> Sequence[Delivery]:
        """Return an endpoint's deliveries, newest first."""

    async def again(self, endpoint_id: str, message_id: str, /) -> bool:
        """Have a message delivered anew from now on; False when it is not there."""

    def secret(self, endpoint_id: str, /) -> bytes:
        """Return what an endpoint's messages are signed with (32 bytes)."""

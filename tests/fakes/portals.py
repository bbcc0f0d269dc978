"""Portals and their endpoints in memory: the ports of `domain/portals/ports.py`."""

# ruff: noqa: D102 - the methods are those of the ports, described there

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.portals.keys import Mode, digest_of, make_key
from domain.portals.portal import ListedPortal, Portal, PortalKey, Scope
from domain.portals.webhooks import MOST_ENDPOINTS, Delivery, Endpoint


def portal_named(portal_id: str, *scopes: Scope, per_minute: int = 600) -> Portal:
    """Return a portal of the sandbox with these scopes, without any: with all."""
    return Portal(
        portal_id=portal_id,
        name=portal_id.title(),
        mode=Mode.TEST,
        scopes=scopes or tuple(Scope),
        per_minute=per_minute,
    )


@dataclass
class FakePortals:
    """Portals by the digest of their key."""

    clock: Callable[[], datetime]
    holders: dict[str, Portal] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    calls: dict[tuple[str, datetime], int] = field(default_factory=dict)
    revoked: list[tuple[str, int]] = field(default_factory=list)

    def key_of(self, portal: Portal) -> str:
        """Give a portal a key."""
        key = make_key(portal.mode, len(self.holders).to_bytes(20))
        self.holders[digest_of(key)] = portal
        return key

    async def holder(self, digest: str) -> Portal | None:
        return self.holders.get(digest)

    async def count_call(self, portal: Portal) -> int | None:
        now = self.clock()
        minute = (portal.portal_id, now.replace(second=0, microsecond=0))
        self.calls[minute] = self.calls.get(minute, 0) + 1
        return 60 - now.second if self.calls[minute] > portal.per_minute else None

    async def adopt(self, portal_id: str, case_id: str) -> None:
        self.requests.setdefault(case_id, portal_id)

    async def owns(self, portal_id: str, case_id: str) -> bool:
        return self.requests.get(case_id) == portal_id

    async def revoke(self, portal_id: str, key_id: int) -> bool:
        self.revoked.append((portal_id, key_id))
        return True

    async def listed(self) -> Sequence[ListedPortal]:
        held = enumerate(self.holders.values(), start=1)
        return [ListedPortal(portal=each, keys=(_listed(number, self.clock()),)) for number, each in held]


def _listed(key_id: int, at: datetime) -> PortalKey:
    return PortalKey(key_id=key_id, begins="mdg_test_abcd", made_at=at, used_at=None, revoked_at=None)


@dataclass
class FakeEndpoints:
    """Endpoints and messages."""

    clock: Callable[[], datetime]
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)

    async def add(self, portal_id: str, url: str) -> Endpoint | None:
        if len(await self.of(portal_id)) >= MOST_ENDPOINTS:
            return None
        endpoint_id = f"ep-{len(self.endpoints):016d}"
        self.endpoints[endpoint_id] = Endpoint(
            endpoint_id=endpoint_id, portal_id=portal_id, url=url, made_at=self.clock()
        )
        return self.endpoints[endpoint_id]

    async def of(self, portal_id: str) -> Sequence[Endpoint]:
        return [each for each in self.endpoints.values() if each.portal_id == portal_id]

    async def remove(self, portal_id: str, endpoint_id: str) -> bool:
        own = {each.endpoint_id for each in await self.of(portal_id)}
        return endpoint_id in own and self.endpoints.pop(endpoint_id, None) is not None

    async def tell(self, endpoint_id: str, kind: str, data: Mapping[str, object]) -> str:
        message_id = f"msg-{len(self.deliveries)}"
        self.deliveries[message_id] = Delivery(
            message_id=message_id,
            endpoint_id=endpoint_id,
            type=kind,
            case_id=None,
            made_at=self.clock(),
            attempts=0,
            answer=None,
            delivered_at=None,
            next_at=self.clock(),
        )
        return message_id

    async def log(self, endpoint_id: str, limit: int) -> Sequence[Delivery]:
        return [each for each in self.deliveries.values() if each.endpoint_id == endpoint_id][:limit]

    async def again(self, endpoint_id: str, message_id: str) -> bool:
        return any(each.message_id == message_id for each in await self.log(endpoint_id, 1000))

    def secret(self, endpoint_id: str) -> bytes:
        return endpoint_id.encode().ljust(32, b"-")[:32]

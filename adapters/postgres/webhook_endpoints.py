"""Where portals are told, and what was told them (domain.portals.ports.WebhookEndpoints) in Postgres."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.postgres.commitments import Commitments
from adapters.postgres.session import Connection, Pool, connection, transaction
from domain.portals.webhooks import MOST_ENDPOINTS, Delivery, Endpoint
from domain.ports import Clock

_COLUMNS = "endpoint_id, portal_id, url, made_at"
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_OF = f"SELECT {_COLUMNS} FROM portals.endpoints WHERE portal_id = $1 ORDER BY made_at, endpoint_id"  # noqa: S608
_LOCK = "SELECT FROM portals.portals WHERE portal_id = $1 FOR UPDATE"
_ADD = f"INSERT INTO portals.endpoints ({_COLUMNS}) VALUES ($1, $2, $3, $4)"  # noqa: S608
_REMOVE = "DELETE FROM portals.endpoints WHERE portal_id = $1 AND endpoint_id = $2 RETURNING 1"
_TELL = """
    INSERT INTO portals.deliveries (message_id, endpoint_id, type, case_id, body, made_at, next_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6)
"""
_LOG = """
    SELECT message_id, endpoint_id, type, case_id, made_at, attempts, answer, delivered_at, next_at
    FROM portals.deliveries WHERE endpoint_id = $1 ORDER BY made_at DESC, message_id LIMIT $2
"""
_AGAIN = """
    UPDATE portals.deliveries SET attempts = 0, next_at = $3, delivered_at = NULL
    WHERE endpoint_id = $1 AND message_id = $2 RETURNING 1
"""


class PostgresWebhookEndpoints:
    """Endpoints and deliveries. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres").

    An endpoint's secret is kept nowhere: it is made of its id with the municipality's own.
    """

    def __init__(self, pool: Pool, commitments: Commitments, *, clock: Clock) -> None:
        self._pool = pool
        self._commitments = commitments
        self._clock = clock

    async def add(self, portal_id: str, url: str) -> Endpoint | None:
        """Add an endpoint; None: there are as many as there may be."""
        endpoint_id = "ep-" + "".join(secrets.choice(_LETTERS) for _ in range(16))
        endpoint = Endpoint(endpoint_id=endpoint_id, portal_id=portal_id, url=url, made_at=self._clock())
        async with transaction(self._pool) as session:
            await session.execute(_LOCK, portal_id)
            if len(await session.fetch(_OF, portal_id)) >= MOST_ENDPOINTS:
                return None
            await session.execute(_ADD, endpoint_id, portal_id, url, endpoint.made_at)
        return endpoint

    async def of(self, portal_id: str) -> Sequence[Endpoint]:
        """Return a portal's endpoints, oldest first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_OF, portal_id)
        return tuple(Endpoint.model_validate(dict(row)) for row in rows)

    async def remove(self, portal_id: str, endpoint_id: str) -> bool:
        """Remove an endpoint with what waits for it; False when it is not there."""
        async with connection(self._pool) as session:
            return bool(await session.fetchval(_REMOVE, portal_id, endpoint_id))

    async def tell(self, endpoint_id: str, kind: str, data: Mapping[str, object]) -> str:
        """Have an endpoint told something, and return the message's id."""
        async with connection(self._pool) as session:
            return await tell(session, endpoint_id, kind, data, self._clock())

    async def log(self, endpoint_id: str, limit: int) -> Sequence[Delivery]:
        """Return an endpoint's deliveries, newest first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_LOG, endpoint_id, limit)
        return tuple(Delivery.model_validate(dict(row)) for row in rows)

    async def again(self, endpoint_id: str, message_id: str) -> bool:
        """Have a message delivered anew from now on; False when it is not there."""
        async with connection(self._pool) as session:
            return bool(await session.fetchval(_AGAIN, endpoint_id, message_id, self._clock()))

    def secret(self, endpoint_id: str) -> bytes:
        """Return what an endpoint's messages are signed with (32 bytes)."""
        return self._commitments.secret("webhook endpoint", endpoint_id)


async def tell(session: Connection, endpoint_id: str, kind: str, data: Mapping[str, object], at: datetime) -> str:
    """Put a message into the outbox of an endpoint, within a transaction of the caller's, and return its id."""
    message_id = f"msg-{secrets.token_hex(12)}"
    content = {"type": kind, "timestamp": at.isoformat(), "data": dict(data)}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    case_id = data.get("case_id")
    await session.execute(_TELL, message_id, endpoint_id, kind, case_id, body, at)
    return message_id

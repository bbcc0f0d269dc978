"""Portals, their keys, their requests and how often they call (domain.portals.ports.Portals) in Postgres."""

import math
import secrets
from collections.abc import Sequence
from datetime import timedelta

from adapters.postgres.session import Pool, connection, transaction
from domain.portals.keys import ENTROPY, digest_of, make_key
from domain.portals.portal import MOST_KEYS, ListedPortal, Portal, PortalKey
from domain.ports import Clock

_COLUMNS = "portal_id, name, mode, scopes, per_minute"
_HOLDER = f"""
    WITH used AS (
        UPDATE portals.keys SET used_at = $2::timestamptz WHERE digest = $1 AND revoked_at IS NULL
            AND (used_at IS NULL OR used_at < $2::timestamptz - interval '1 minute')
    )
    SELECT {_COLUMNS} FROM portals.keys JOIN portals.portals USING (portal_id)
    WHERE digest = $1 AND revoked_at IS NULL
"""  # noqa: S608 - constants alone
_COUNT = """
    INSERT INTO portals.calls AS counted (portal_id, minute, calls) VALUES ($1, $2, 1)
    ON CONFLICT (portal_id) DO UPDATE SET
        calls = CASE WHEN counted.minute >= excluded.minute THEN counted.calls + 1 ELSE 1 END,
        minute = greatest(counted.minute, excluded.minute)
    RETURNING calls
"""
_ADOPT = "INSERT INTO portals.requests (case_id, portal_id) VALUES ($2, $1) ON CONFLICT DO NOTHING"
_OWNS = "SELECT EXISTS (SELECT FROM portals.requests WHERE portal_id = $1 AND case_id = $2)"
_NEW = f"INSERT INTO portals.portals ({_COLUMNS}, made_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"  # noqa: S608
_ONE = f"SELECT {_COLUMNS} FROM portals.portals WHERE portal_id = $1 FOR UPDATE"  # noqa: S608
_ALL = f"SELECT {_COLUMNS} FROM portals.portals ORDER BY portal_id"  # noqa: S608
_KEYS = "SELECT key_id, portal_id, begins, made_at, used_at, revoked_at FROM portals.keys ORDER BY key_id DESC"
_GOOD = "SELECT count(*) FROM portals.keys WHERE portal_id = $1 AND revoked_at IS NULL"
_NEW_KEY = "INSERT INTO portals.keys (portal_id, digest, begins, made_at) VALUES ($1, $2, $3, $4)"
_REVOKE = (
    "UPDATE portals.keys SET revoked_at = $3 WHERE portal_id = $1 AND key_id = $2 AND revoked_at IS NULL RETURNING 1"
)
_MINUTE = 60


class TooManyKeysError(Exception):
    """A portal has as many good keys as it may have: one is to be revoked first."""


class PostgresPortals:
    """Portals. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, *, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def holder(self, digest: str) -> Portal | None:
        """Return whose key has this digest, and note that it was used (to the minute); None: nobody's, or revoked."""
        async with connection(self._pool) as session:
            row = await session.fetchrow(_HOLDER, digest, self._clock())
        return None if row is None else Portal.model_validate(dict(row))

    async def count_call(self, portal: Portal) -> int | None:
        """Count a call in this minute of the clock; None: it may be made, else how many seconds to wait."""
        now = self._clock()
        minute = now.replace(second=0, microsecond=0)
        async with connection(self._pool) as session:
            calls = await session.fetchval(_COUNT, portal.portal_id, minute)
        if calls <= portal.per_minute:
            return None
        return max(1, math.ceil((minute + timedelta(seconds=_MINUTE) - now).total_seconds()))

    async def adopt(self, portal_id: str, case_id: str) -> None:
        """Note whose request a case is; twice is once, and the first stays."""
        async with connection(self._pool) as session:
            await session.execute(_ADOPT, portal_id, case_id)

    async def owns(self, portal_id: str, case_id: str) -> bool:
        """Say whether a case came through a portal."""
        async with connection(self._pool) as session:
            return bool(await session.fetchval(_OWNS, portal_id, case_id))

    async def create(self, portal: Portal) -> bool:
        """Add a portal; False when its id is taken."""
        values = (portal.portal_id, portal.name, portal.mode.value, [each.value for each in portal.scopes])
        async with connection(self._pool) as session:
            done = await session.execute(_NEW, *values, portal.per_minute, self._clock())
        return str(done).endswith(" 1")

    async def new_key(self, portal_id: str) -> str | None:
        """Make a key and return it, this once; None when there is no such portal. Raises TooManyKeysError."""
        async with transaction(self._pool) as session:
            row = await session.fetchrow(_ONE, portal_id)
            if row is None:
                return None
            if await session.fetchval(_GOOD, portal_id) >= MOST_KEYS:
                raise TooManyKeysError
            key = make_key(Portal.model_validate(dict(row)).mode, secrets.token_bytes(ENTROPY))
            await session.execute(_NEW_KEY, portal_id, digest_of(key), key[:13], self._clock())
        return key

    async def revoke(self, portal_id: str, key_id: int) -> bool:
        """Make a key good for nothing, from the next call on; False when it was so, or is not there."""
        async with connection(self._pool) as session:
            return bool(await session.fetchval(_REVOKE, portal_id, key_id, self._clock()))

    async def listed(self) -> Sequence[ListedPortal]:
        """Return all portals with their keys, newest first."""
        async with connection(self._pool) as session:
            portals, keys = await session.fetch(_ALL), await session.fetch(_KEYS)
        of = {row["portal_id"]: list[PortalKey]() for row in portals}
        for row in keys:
            of[row["portal_id"]].append(PortalKey.model_validate(dict(row)))
        every = (Portal.model_validate(dict(row)) for row in portals)
        return tuple(ListedPortal(portal=each, keys=tuple(of[each.portal_id])) for each in every)

"""What portals are to be told of: their requests that stand elsewhere for who looks from outside; and what waits to be sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from asyncpg import Record

from adapters.postgres.entries import event_of
from adapters.postgres.session import Connection, Pool, connection, transaction
from adapters.postgres.webhook_endpoints import tell
from domain.errors import DomainError
from domain.portals.webhooks import STATUS_CHANGED, Change, DueDelivery, pause_after
from domain.ports import Clock
from domain.procedures import PROCEDURES, Procedures

_READ_AT_ONCE = 5000
_LOOK_AT_ONCE = 50
# The ledger is gapless and grows under a lock: what is read up to a position was all there is up to it.
_MARK = """
    WITH fresh AS (
        SELECT position, case_id FROM ledger.entries
        WHERE position >= (SELECT position FROM portals.cursor FOR UPDATE) ORDER BY position LIMIT $1
    ), marked AS (
        UPDATE portals.requests SET look = true WHERE case_id IN (SELECT case_id FROM fresh)
    )
    UPDATE portals.cursor SET position = coalesce((SELECT max(position) + 1 FROM fresh), position)
"""
_LOOK = """
    SELECT case_id, portal_id, told_place, told_status FROM portals.requests WHERE look
    ORDER BY case_id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_EVENTS = "SELECT entry FROM ledger.entries WHERE case_id = $1 ORDER BY place"
_ENDPOINTS = """
    SELECT endpoint_id FROM portals.endpoints JOIN portals.portals USING (portal_id)
    WHERE portal_id = $1 AND 'webhooks' = ANY(scopes)
"""
_TOLD = "UPDATE portals.requests SET told_place = $2, told_status = $3, look = false WHERE case_id = $1"
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT message_id, url FROM portals.deliveries JOIN portals.endpoints USING (endpoint_id)
        WHERE next_at <= $1 ORDER BY next_at, message_id LIMIT $3 FOR UPDATE OF deliveries SKIP LOCKED
    )
    UPDATE portals.deliveries SET next_at = $2, attempts = attempts + 1 FROM due
    WHERE deliveries.message_id = due.message_id
    RETURNING deliveries.message_id, endpoint_id, url, body, attempts
"""
_DELIVERED = """
    UPDATE portals.deliveries SET delivered_at = $3, next_at = NULL, answer = $2 WHERE message_id = $1 AND attempts = $4
"""
_FAILED = "UPDATE portals.deliveries SET next_at = $3, answer = $2 WHERE message_id = $1 AND attempts = $4"


class PostgresPortalNews:
    """Puts messages into the outbox and leases them. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, procedures: Procedures = PROCEDURES, *, clock: Clock) -> None:
        self._pool = pool
        self._procedures = procedures
        self._clock = clock

    async def collect(self) -> int:
        """Put what has changed into the outbox, each change once, and return how many requests were looked at."""
        async with transaction(self._pool) as session:
            await session.execute(_MARK, _READ_AT_ONCE)
        async with transaction(self._pool) as session:
            rows = await session.fetch(_LOOK, _LOOK_AT_ONCE)
            for row in rows:
                await self._tell(session, row)
        return len(rows)

    async def _tell(self, session: Connection, row: Record) -> None:
        events = [entry["entry"] for entry in await session.fetch(_EVENTS, row["case_id"])]
        changes = self._changes(row["case_id"], events)
        endpoints = [each["endpoint_id"] for each in await session.fetch(_ENDPOINTS, row["portal_id"])]
        for change in changes:
            if change.place > row["told_place"]:
                data = {**change._asdict(), "at": change.at.isoformat()}
                for endpoint_id in endpoints:
                    await tell(session, endpoint_id, STATUS_CHANGED, data, self._clock())
        status = changes[-1].status if changes else None
        await session.execute(_TOLD, row["case_id"], len(events), status)

    def _changes(self, case_id: str, entries: Sequence[bytes]) -> list[Change]:
        """Return where a case stood from outside, one after the other; nothing of one that another release wrote."""
        try:
            return changes_of(case_id, [event_of(entry, self._procedures) for entry in entries], self._procedures)
        except DomainError:
            return []

    async def claim(self, limit: int, lease: timedelta) -> Sequence[DueDelivery]:
        """Take deliveries that are due, for this courier alone until `lease` has passed."""
        now = self._clock()
        async with connection(self._pool) as session:
            rows = await session.fetch(_CLAIM, now, now + lease, limit)
        return tuple(DueDelivery(**dict(row)) for row in rows)

    async def delivered(self, due: DueDelivery, answer: int) -> None:
        """Note that a message was taken."""
        async with connection(self._pool) as session:
            await session.execute(_DELIVERED, due.message_id, answer, self._clock(), due.attempts)

    async def failed(self, due: DueDelivery, answer: int) -> None:
        """Try a message again later, or no more; `answer` is the HTTP status that came, 0: none."""
        pause = pause_after(due.attempts)
        again: datetime | None = None if pause is None else self._clock() + pause
        async with connection(self._pool) as session:
            await session.execute(_FAILED, due.message_id, answer, again, due.attempts)


def changes_of(case_id: str, events: Sequence[Any], procedures: Procedures = PROCEDURES) -> list[Change]:
    """Return where a case stood from outside, from its events in order: each time it was another status than before."""
    procedure = procedures.of(case_id)
    state, found = None, list[Change]()
    for event in events:
        state = procedure.evolve(state, event)
        status = procedure.seen_outside(state.status)
        if not found or found[-1].status != status:
            found.append(Change(case_id, state.case_number, procedure.name, status, state.place, event.at))
    return found

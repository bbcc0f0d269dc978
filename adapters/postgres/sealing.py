"""Sealing: staged events that have become durable move into the ledger, with the notices they cause; lost ones go.

The sealer alone writes the ledger. Whether a workflow task was completed or lost, the engine says.
"""

from collections.abc import Sequence
from datetime import timedelta

from adapters.postgres.entries import decode
from adapters.postgres.recorder import project
from adapters.postgres.session import Pool, connection, transaction
from domain.notices import notices_of
from domain.staging import StagedTask

_DURABLE = """
    SELECT request_id, max(place) AS through FROM ledger.staged WHERE durable
    GROUP BY request_id ORDER BY min(staged_at) LIMIT $1
"""
_UNDECIDED = """
    SELECT request_id, mark FROM ledger.staged WHERE NOT durable AND staged_at < now() - $2::interval
    GROUP BY request_id, mark ORDER BY min(staged_at) LIMIT $1
"""
_CONFIRM = "UPDATE ledger.staged SET durable = true WHERE request_id = $1 AND mark = $2 AND NOT durable"
_LOCK = "SELECT place FROM reading.requests WHERE request_id = $1 FOR UPDATE"
_STAGED = "SELECT place, entry FROM ledger.staged WHERE request_id = $1 AND place <= $2 ORDER BY place"
_APPEND = "SELECT ledger.append($1, $2, $3::bytea[])"
_NOTICES = """
    INSERT INTO outbox.notices (request_id, notice, occasion)
    SELECT $1, notice, occasion FROM unnest($2::text[], $3::integer[]) AS due (notice, occasion)
    ON CONFLICT DO NOTHING
"""
_UNSTAGE = "DELETE FROM ledger.staged WHERE request_id = $1 AND place <= $2"
_FIRST_LOST = "SELECT min(place) FROM ledger.staged WHERE request_id = $1 AND mark = $2 AND NOT durable"
_DISCARD = "DELETE FROM ledger.staged WHERE request_id = $1 AND place >= $2"
_KNOWN = "SELECT entry FROM ledger.known WHERE request_id = $1 ORDER BY place"


class PostgresSealing:
    """Staged events on their way into the ledger. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def undecided(self, limit: int, older_than: timedelta) -> Sequence[StagedTask]:
        """Return tasks whose events have been staged for a while, oldest first."""
        async with connection(self._pool) as session:
            return tuple(StagedTask(*row) for row in await session.fetch(_UNDECIDED, limit, older_than))

    async def confirm(self, task: StagedTask) -> None:
        """Note that the engine completed the task: its events are durable."""
        async with connection(self._pool) as session:
            await session.execute(_CONFIRM, *task)

    async def discard(self, task: StagedTask) -> None:
        """Remove the events of a lost task, and what was staged behind them, from the read table too."""
        async with transaction(self._pool) as session:
            await session.fetchval(_LOCK, task.request_id)
            first = await session.fetchval(_FIRST_LOST, *task)
            if first is None:
                return  # replaced meanwhile
            await session.execute(_DISCARD, task.request_id, first)
            rows = await session.fetch(_KNOWN, task.request_id)
            await project(session, task.request_id, [decode(row["entry"]).event for row in rows])

    async def seal_durable(self, limit: int) -> int:
        """Move durable events of up to `limit` requests into the ledger and return how many requests there were."""
        async with connection(self._pool) as session:
            due = await session.fetch(_DURABLE, limit)
        for request_id, through in due:
            await self._seal(request_id, through)
        return len(due)

    async def _seal(self, request_id: str, through: int) -> None:
        """Append in one transaction: entries, notices, and nothing staged any more up to that place."""
        async with transaction(self._pool) as session:
            await session.fetchval(_LOCK, request_id)
            rows = await session.fetch(_STAGED, request_id, through)
            if not rows:
                return  # another sealer was quicker
            events = [(row["place"], decode(row["entry"]).event) for row in rows]
            due = [(notice.value, place) for place, event in events if (notice := notices_of(event))]
            await session.execute(_NOTICES, request_id, [notice for notice, _ in due], [place for _, place in due])
            await session.execute(_UNSTAGE, request_id, through)
            await session.fetchval(_APPEND, request_id, rows[0]["place"], [row["entry"] for row in rows])

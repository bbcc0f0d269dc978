"""Sealing: staged events that have become durable move into the ledger, with the notices they cause; lost ones go.

The sealer alone writes the ledger. Whether a workflow task was completed or lost, the engine says.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import asyncpg
import structlog
from pydantic import ValidationError

from adapters.postgres.entries import event_of
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import Connection, Pool, connection, transaction
from domain.cases.staging import Mark, StagedTask
from domain.errors import DomainError
from domain.procedures import PROCEDURES, Procedures

_NOT_NEXT = "MG001"  # what ledger.append says
_DURABLE = """
    SELECT case_id FROM ledger.staged WHERE durable AND look_at <= now()
    GROUP BY case_id ORDER BY min(staged_at) LIMIT $1
"""
_UNDECIDED = """
    SELECT case_id, mark, marked_at FROM ledger.staged
    WHERE NOT durable AND look_at <= now() AND staged_at < now() - $2::interval
    GROUP BY case_id, mark, marked_at ORDER BY min(look_at) LIMIT $1
"""
# Whatever was staged before a completed task's events is durable with them: its own, and earlier tasks' that its history
# had; with its first batch it made these durable itself.
_CONFIRM = """
    UPDATE ledger.staged SET durable = true, look_at = now()
    WHERE case_id = $1 AND NOT durable AND place <= (
        SELECT max(place) FROM ledger.staged WHERE case_id = $1 AND mark = $2 AND marked_at = $3
    )
"""
# Ask again when as much time again has passed, at most a minute.
_POSTPONE = """
    UPDATE ledger.staged SET look_at = now() + least(now() - staged_at, interval '1 minute')
    WHERE case_id = $1
"""
_POSTPONE_TASK = f"{_POSTPONE} AND mark = $2 AND marked_at = $3 AND NOT durable"
_SEAL = "SELECT ledger.seal($1)"
_LOCK = "SELECT place FROM reading.cases WHERE case_id = $1 FOR UPDATE"
_FIRST_LOST = """
    SELECT min(place) FROM ledger.staged WHERE case_id = $1 AND mark = $2 AND marked_at = $3 AND NOT durable
"""
_DISCARD = "DELETE FROM ledger.staged WHERE case_id = $1 AND place >= $2"
_KNOWN = "SELECT entry FROM ledger.known WHERE case_id = $1 ORDER BY place"
_REMOVE = "DELETE FROM reading.cases WHERE case_id = $1"
_SET = f"""
    UPDATE reading.cases SET {", ".join(f"{name} = ${number}" for number, name in enumerate(COLUMNS, start=2))}
    WHERE case_id = $1
"""  # noqa: S608 - our own names
_log = structlog.get_logger()


class PostgresSealing:
    """Staged events on their way into the ledger. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, procedures: Procedures = PROCEDURES) -> None:
        self._pool = pool
        self._procedures = procedures

    async def undecided(self, limit: int, older_than: timedelta) -> Sequence[StagedTask]:
        """Return tasks whose events have been staged for a while and that are due to be looked at, longest due first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_UNDECIDED, limit, older_than)
        return tuple(StagedTask(row["case_id"], Mark(row["mark"], row["marked_at"])) for row in rows)

    async def confirm(self, task: StagedTask) -> None:
        """Note that the engine completed the task: its events are durable."""
        async with connection(self._pool) as session:
            await session.execute(_CONFIRM, task.case_id, *task.mark)

    async def postpone(self, task: StagedTask) -> None:
        """Look at a task again when as much time again has passed, at most a minute."""
        async with connection(self._pool) as session:
            await session.execute(_POSTPONE_TASK, task.case_id, *task.mark)

    async def discard(self, task: StagedTask) -> bool:
        """Remove the events of a lost task, and what was staged behind them, from the read table too.

        False when it has no row there (somebody must have removed it by hand, and `audit rebuild` brings it back), and
        when what stands of it cannot be read here.
        """
        try:
            return await self._discard(task)
        except (DomainError, ValidationError):
            _log.error("staged events of a lost task cannot be folded away", case_id=task.case_id)
            return False

    async def _discard(self, task: StagedTask) -> bool:
        async with transaction(self._pool) as session:
            if await session.fetchval(_LOCK, task.case_id) is None:
                return False
            first = await session.fetchval(_FIRST_LOST, task.case_id, *task.mark)
            if first is None:
                return True  # replaced meanwhile
            await session.execute(_DISCARD, task.case_id, first)
            rows = await session.fetch(_KNOWN, task.case_id)
            await self._project(session, task.case_id, [event_of(row["entry"], self._procedures) for row in rows])
        return True

    async def _project(self, session: Connection, case_id: str, events: Sequence[Any]) -> None:
        """Set the read table to the fold of these events; a case without events has no row."""
        procedure = self._procedures.of(case_id)
        state = procedure.fold(events)
        if state is None:
            await session.execute(_REMOVE, case_id)
        else:
            await session.execute(_SET, case_id, *values_of(procedure, case_id, state, events[-1].at))

    async def seal_durable(self, limit: int) -> Sequence[str]:
        """Move durable events of up to `limit` cases into the ledger and return of which cases."""
        async with connection(self._pool) as session:
            due = [row["case_id"] for row in await session.fetch(_DURABLE, limit)]
            return [case_id for case_id in due if await _sealed(session, case_id)]


async def _sealed(session: Connection, case_id: str) -> bool:
    """Append in one statement: entries, notices, and nothing staged of them any more; False when there was nothing."""
    try:
        return bool(await session.fetchval(_SEAL, case_id))
    except asyncpg.PostgresError as error:
        if error.sqlstate != _NOT_NEXT:
            raise
        # Somebody changed the ledger by hand: the others' events are sealed all the same, `audit verify` tells of it.
        _log.error("the ledger does not continue with what is staged", case_id=case_id)
        await session.execute(_POSTPONE, case_id)
        return False

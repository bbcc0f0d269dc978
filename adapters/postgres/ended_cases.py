"""Ledger entries after a case's end: what its workflow, which is over, cannot stage any more.

Whoever adds them is an activity whose scheduling stands in its own workflow's history, so they are durable at once.
"""

from collections.abc import Callable, Sequence
from typing import Any

from adapters.postgres.entries import encode
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import SYSTEM, Connection, Pool, transaction
from domain.cases.procedure import Procedure
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.procedures import PROCEDURES, Procedures

_LOCK = "SELECT state FROM reading.cases WHERE case_id = $1 FOR UPDATE"
_UNDECIDED = "SELECT EXISTS (SELECT FROM ledger.staged WHERE case_id = $1 AND NOT durable)"
_SET = f"""
    UPDATE reading.cases SET {", ".join(f"{name} = ${number}" for number, name in enumerate(COLUMNS, start=2))}
    WHERE case_id = $1
"""  # noqa: S608 - our own names
_STAGE = """
    INSERT INTO ledger.staged (case_id, place, entry, notice, mark, marked_at, durable)
    SELECT $1, $2 + ordinality - 1, entry, notice, 0, 'epoch', true
    FROM unnest($3::bytea[], $4::text[]) WITH ORDINALITY AS new (entry, notice, ordinality)
"""


class PostgresEndedCases:
    """Adds to cases whose workflow has ended. May raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, procedures: Procedures = PROCEDURES) -> None:
        self._pool = pool
        self._procedures = procedures

    async def add(self, case_id: str, events_in: Callable[[Any], Sequence[Any]]) -> Any:
        """Add what a case's state causes and return the state then; both are its procedure's.

        Raises DomainError(REQUEST_UNKNOWN) without a row in the read table, PortUnavailable while it is not certain what
        the workflow's last tasks recorded, or the case is not closed by our books.
        """
        async with transaction(self._pool) as session:
            stored = await session.fetchval(_LOCK, case_id)
            if stored is None:
                raise DomainError(ErrorCode.REQUEST_UNKNOWN)
            if await session.fetchval(_UNDECIDED, case_id):
                raise PortUnavailable(SYSTEM)
            procedure = self._procedures.of(case_id)
            state = procedure.state.model_validate_json(stored)
            if not state.closed:
                raise PortUnavailable(SYSTEM)
            events = events_in(state)
            if events:
                state = await _added(session, procedure, case_id, state, events)
        return state


async def _added(
    session: Connection, procedure: Procedure[Any, Any], case_id: str, state: Any, events: Sequence[Any]
) -> Any:
    after = procedure.fold(events, state)
    placed = enumerate(events, start=state.place + 1)
    entries = [encode(case_id, place, procedure.write(event)) for place, event in placed]
    notices = [procedure.notice_of(event) for event in events]
    await session.execute(_STAGE, case_id, state.place + 1, entries, notices)
    await session.execute(_SET, case_id, *values_of(procedure, case_id, after, events[-1].at))
    return after

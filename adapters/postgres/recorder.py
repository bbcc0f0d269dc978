"""The recorder (domain.ports.Recorder): ledger, read table and outbox in one statement, hence one transaction.

The fold is computed before the statement and holds only if the request has not moved since: the statement then writes
nothing and the batch is looked at anew. The ledger's lock is taken last and held for the rest of that statement.
"""

import asyncpg
from pydantic import ValidationError

from adapters.postgres.entries import decode, encode
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import SYSTEM, Connection, Pool, connection
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.notices import notices_of
from domain.requests.events import AnyEvent, EventBatch
from domain.requests.evolve import fold
from domain.requests.state import RequestState

_ROUNDS = 10
_NOT_NEXT = "MG001"
_LAST_PLACE = 2**31 - 1
_FIXED = 5  # parameters before those of the row
_STATE = "SELECT state FROM reading.requests WHERE request_id = $1"
_ENTRIES = "SELECT entry FROM ledger.entries WHERE request_id = $1 AND place BETWEEN $2 AND $3 ORDER BY place"
_RECORD = f"""
    WITH projected AS (
        INSERT INTO reading.requests ({", ".join(COLUMNS)})
        VALUES ({", ".join(f"${_FIXED + number}" for number in range(1, len(COLUMNS) + 1))})
        ON CONFLICT (request_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)}
        WHERE requests.place = $2 - 1
        RETURNING request_id
    ), noticed AS (
        INSERT INTO outbox.notices (request_id, notice, occasion)
        SELECT projected.request_id, due.notice, due.occasion
        FROM projected, unnest($4::text[], $5::integer[]) AS due (notice, occasion)
        ON CONFLICT DO NOTHING
    )
    SELECT ledger.append($1, $2, $3::bytea[]) FROM projected
"""  # noqa: S608 - our own names


class PostgresRecorder:
    """Ledger and read tables. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def record(self, batch: EventBatch) -> None:
        """Append the events of one request and fold them into the read tables; the same batch twice is once.

        Raises DomainError(LEDGER_CONFLICT): another event stands at a place, or one before the first is missing.
        """
        for _ in range(_ROUNDS):
            async with connection(self._pool) as session:
                if await self._recorded(session, batch):
                    return
        raise PortUnavailable(SYSTEM)

    async def _recorded(self, session: Connection, batch: EventBatch) -> bool:
        """Record what is new of the batch; False when the request moved meanwhile."""
        state = await _state(session, batch.request_id)
        known = (0 if state is None else state.place) - batch.first + 1
        if known < 0:
            raise _conflict(batch.request_id, batch.first)
        if known > 0:
            await _compare(session, batch, known)
        fresh = batch.events[known:]
        return not fresh or await _append(session, batch.request_id, state, fresh)


async def _state(session: Connection, request_id: str) -> RequestState | None:
    stored = await session.fetchval(_STATE, request_id)
    if stored is None:
        return None
    try:
        return RequestState.model_validate_json(stored)
    except ValidationError:  # written by another version: the ledger knows
        rows = await session.fetch(_ENTRIES, request_id, 1, _LAST_PLACE)
        return fold(decode(row["entry"]).event for row in rows)


async def _compare(session: Connection, batch: EventBatch, known: int) -> None:
    """Raise DomainError(LEDGER_CONFLICT) unless the first `known` events stand in the ledger as they are here."""
    sent = batch.events[:known]
    rows = await session.fetch(_ENTRIES, batch.request_id, batch.first, batch.first + len(sent) - 1)
    standing = [decode(row["entry"]).event for row in rows]
    for place, event in enumerate(sent, start=batch.first):
        index = place - batch.first
        if index >= len(standing) or standing[index] != event:
            raise _conflict(batch.request_id, place)


async def _append(
    session: Connection, request_id: str, state: RequestState | None, events: tuple[AnyEvent, ...]
) -> bool:
    first = 1 if state is None else state.place + 1
    after = fold(events, state)
    if after is None:
        raise ValueError("no event to append")
    entries = [encode(request_id, place, event) for place, event in enumerate(events, start=first)]
    due = [(notice, place) for place, event in enumerate(events, start=first) if (notice := notices_of(event))]
    notices, occasions = [notice.value for notice, _ in due], [place for _, place in due]
    row = values_of(request_id, after, events[-1].at)
    try:
        size = await session.fetchval(_RECORD, request_id, first, entries, notices, occasions, *row)
    except asyncpg.PostgresError as error:
        if error.sqlstate == _NOT_NEXT:  # the read table is not the fold of the ledger
            raise _conflict(request_id, first) from None
        raise
    return size is not None


def _conflict(request_id: str, place: int) -> DomainError:
    return DomainError(ErrorCode.LEDGER_CONFLICT, request_id=request_id, place=place)

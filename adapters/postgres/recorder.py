"""The recorder (domain.ports.Recorder): stages events and folds them into the read table, in one statement.

An event is staged while the workflow task that caused it may still be lost: the repeated task may decide otherwise and
then replaces it. `sealing` moves what has become durable into the ledger (ADR 0009).
"""

from adapters.postgres.entries import decode, encode
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import SYSTEM, Connection, Pool, connection, transaction
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.requests.events import AnyEvent, EventBatch
from domain.requests.evolve import fold
from domain.requests.state import RequestState

_ROUNDS = 10
_FIXED = 4  # parameters before those of the row
_LOCK = "SELECT place FROM reading.requests WHERE request_id = $1 FOR UPDATE"
_STATE = "SELECT place, state FROM reading.requests WHERE request_id = $1"
_REMARK = """
    UPDATE ledger.staged SET mark = $4
    WHERE request_id = $1 AND place >= $2 AND place < $3 AND mark < $4 AND NOT durable
"""
_KNOWN = "SELECT entry, sealed, mark FROM ledger.known WHERE request_id = $1 ORDER BY place"
_DROP = "DELETE FROM ledger.staged WHERE request_id = $1 AND place >= $2"
_STAGE = f"""
    WITH projected AS (
        INSERT INTO reading.requests ({", ".join(COLUMNS)})
        VALUES ({", ".join(f"${_FIXED + number}" for number in range(1, len(COLUMNS) + 1))})
        ON CONFLICT (request_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)}
        WHERE requests.place = $2 - 1
        RETURNING request_id
    ), passed AS (
        UPDATE ledger.staged SET durable = true
        FROM projected
        WHERE staged.request_id = projected.request_id AND place < $2 AND mark < $4 AND NOT durable
    )
    INSERT INTO ledger.staged (request_id, place, entry, mark)
    SELECT projected.request_id, $2 + ordinality - 1, entry, $4
    FROM projected, unnest($3::bytea[]) WITH ORDINALITY AS new (entry, ordinality)
    WHERE projected.request_id = $1
    RETURNING place
"""  # noqa: S608 - our own names


class PostgresRecorder:
    """Staged events and read tables. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def record(self, batch: EventBatch) -> None:
        """Stage the events of one request and fold them into the read table; the same batch twice is once.

        Staged events that differ are replaced, with all that follow them. Raises DomainError(LEDGER_CONFLICT): another
        event is sealed at a place or staged by a later task, or one before the first is missing.
        """
        for _ in range(_ROUNDS):
            async with connection(self._pool) as session:
                row = await session.fetchrow(_STATE, batch.request_id)
                standing = 0 if row is None else row["place"]
                if batch.first == standing + 1:
                    state = None if row is None else RequestState.model_validate_json(row["state"])
                    if not batch.events or await _stage(session, batch, state):
                        return
                    continue
            if batch.first > standing + 1:
                raise _conflict(batch.request_id, batch.first)
            if await self._overlapped(batch):
                return
        raise PortUnavailable(SYSTEM)

    async def _overlapped(self, batch: EventBatch) -> bool:
        """Record a batch of which something stands already; False when the request moved meanwhile."""
        async with transaction(self._pool) as session:
            await session.fetchval(_LOCK, batch.request_id)
            rows = await session.fetch(_KNOWN, batch.request_id)
            events = [decode(row["entry"]).event for row in rows]
            same = _agreeing(events[batch.first - 1 :], batch.events)
            place = batch.first + same
            # A task that was repeated decided the same: its events are durable when the repeated task is.
            await session.execute(_REMARK, batch.request_id, batch.first, place, batch.mark)
            if same == len(batch.events):
                return True
            if place <= len(rows):
                if rows[place - 1]["sealed"] or rows[place - 1]["mark"] > batch.mark:
                    raise _conflict(batch.request_id, place)
                await _replaced(session, batch.request_id, events[: place - 1])
            rest = batch.model_copy(update={"first": place, "events": batch.events[same:]})
            return await _stage(session, rest, fold(events[: place - 1]))


def _agreeing(standing: list[AnyEvent], sent: tuple[AnyEvent, ...]) -> int:
    """Return how many events from the first on are the same."""
    pairs = zip(standing, sent, strict=False)
    return next((number for number, (old, new) in enumerate(pairs) if old != new), min(len(standing), len(sent)))


async def _replaced(session: Connection, request_id: str, kept: list[AnyEvent]) -> None:
    """Drop staged events behind those that are kept, from the read table too."""
    await session.execute(_DROP, request_id, len(kept) + 1)
    await project(session, request_id, kept)


async def project(session: Connection, request_id: str, events: list[AnyEvent]) -> None:
    """Set the read table to the fold of these events; a request without events has no row."""
    state = fold(events)
    if state is None:
        await session.execute("DELETE FROM reading.requests WHERE request_id = $1", request_id)
        return
    columns = ", ".join(f"{name} = ${number}" for number, name in enumerate(COLUMNS, start=2))
    row = values_of(request_id, state, events[-1].at)
    await session.execute(f"UPDATE reading.requests SET {columns} WHERE request_id = $1", request_id, *row)  # noqa: S608


async def _stage(session: Connection, batch: EventBatch, state: RequestState | None) -> bool:
    """Stage events that follow the state; False when the request is not where the state says."""
    after = fold(batch.events, state)
    if after is None:
        raise ValueError("no event to stage")
    entries = [encode(batch.request_id, place, event) for place, event in enumerate(batch.events, start=batch.first)]
    row = values_of(batch.request_id, after, batch.events[-1].at)
    staged = await session.fetch(_STAGE, batch.request_id, batch.first, entries, batch.mark, *row)
    return len(staged) == len(entries)


def _conflict(request_id: str, place: int) -> DomainError:
    return DomainError(ErrorCode.LEDGER_CONFLICT, request_id=request_id, place=place)

"""Ledger entries after a request's end: what its workflow, which is over, cannot stage any more.

Whoever adds them is an activity whose scheduling stands in its own workflow's history, so they are durable at once.
"""

from collections.abc import Callable

from adapters.postgres.entries import encode
from adapters.postgres.projection import COLUMNS, values_of
from adapters.postgres.session import SYSTEM, Connection, Pool, transaction
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import fold
from domain.certificates.notices import notices_of
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode, PortUnavailable

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


class PostgresEndedRequests:
    """Adds to requests whose workflow has ended. May raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(self, case_id: str, events_in: Callable[[RequestState], tuple[AnyEvent, ...]]) -> RequestState:
        """Add what a request's state causes and return the state then.

        Raises DomainError(REQUEST_UNKNOWN) without a row in the read table, PortUnavailable while it is not certain what
        the workflow's last tasks recorded, or the request is not closed by our books.
        """
        async with transaction(self._pool) as session:
            stored = await session.fetchval(_LOCK, case_id)
            if stored is None:
                raise DomainError(ErrorCode.REQUEST_UNKNOWN)
            if await session.fetchval(_UNDECIDED, case_id):
                raise PortUnavailable(SYSTEM)
            state = RequestState.model_validate_json(stored)
            if not state.closed:
                raise PortUnavailable(SYSTEM)
            events = events_in(state)
            after = fold(events, state)
            if not events or after is None:
                return state
            await _stage(session, case_id, state.place + 1, events, after)
        return after


async def _stage(
    session: Connection, case_id: str, first: int, events: tuple[AnyEvent, ...], after: RequestState
) -> None:
    entries = [encode(case_id, place, event) for place, event in enumerate(events, start=first)]
    await session.execute(_STAGE, case_id, first, entries, [notices_of(event) for event in events])
    await session.execute(_SET, case_id, *values_of(case_id, after, events[-1].at))

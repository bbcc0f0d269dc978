"""Questions to the read tables and to one request's events."""

from collections.abc import Collection, Sequence
from datetime import datetime

from adapters.postgres.entries import decode
from adapters.postgres.projection import ROWS, case_from, cases
from adapters.postgres.session import Pool, connection
from domain.certificates.case import Case
from domain.certificates.events import AnyEvent
from domain.certificates.state import RequestState
from domain.certificates.status import Status

_EVENTS = "SELECT entry FROM ledger.known WHERE case_id = $1 ORDER BY place"
# Each status by itself in the order of its index: only what is shown is read, however many wait.
_WORKLIST = cases(
    f"""
    SELECT found.* FROM unnest($1::text[]) AS wanted (status), LATERAL (
        {ROWS} WHERE cases.status = wanted.status {{after}}
        ORDER BY received_at, case_id LIMIT $2
    ) AS found
    ORDER BY found.received_at, found.case_id LIMIT $2
    """,  # noqa: S608 - constants alone
    "received_at, case_id",
)
_FIRST_PAGE = _WORKLIST.format(after="")
_NEXT_PAGE = _WORKLIST.format(
    after="""AND (received_at, case_id) > (
            SELECT last.received_at, last.case_id FROM reading.cases AS last WHERE last.case_id = $3
        )"""
)
_OF_REQUEST = cases(f"{ROWS} WHERE case_id = $1", "case_id")
_DUE = cases(f"{ROWS} WHERE due_at <= $1 ORDER BY due_at, case_id LIMIT $2", "due_at, case_id")


class PostgresReading:
    """What lists and status pages ask. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def by_request(self, case_id: str) -> Case | None:
        """Return the case of a request id."""
        async with connection(self._pool) as session:
            row = await session.fetchrow(_OF_REQUEST, case_id)
        return None if row is None else case_from(row)

    async def state(self, case_id: str) -> RequestState | None:
        """Return a request's whole state as folded when it was last recorded."""
        async with connection(self._pool) as session:
            stored = await session.fetchval("SELECT state FROM reading.cases WHERE case_id = $1", case_id)
        return None if stored is None else RequestState.model_validate_json(stored)

    async def events(self, case_id: str) -> Sequence[AnyEvent]:
        """Return a request's events in order, from the ledger."""
        async with connection(self._pool) as session:
            return tuple(decode(row["entry"]).event for row in await session.fetch(_EVENTS, case_id))

    async def worklist(self, statuses: Collection[Status], limit: int, after: str | None = None) -> Sequence[Case]:
        """Return the cases in these statuses, oldest submission first; those behind the request `after` if given."""
        async with connection(self._pool) as session:
            wanted = [status.value for status in set(statuses)]
            if after is None:
                rows = await session.fetch(_FIRST_PAGE, wanted, limit)
            else:
                rows = await session.fetch(_NEXT_PAGE, wanted, limit, after)
        return tuple(case_from(row) for row in rows)

    async def due(self, by: datetime, limit: int) -> Sequence[Case]:
        """Return the cases whose next deadline is at `by` or earlier, most urgent first."""
        async with connection(self._pool) as session:
            return tuple(case_from(row) for row in await session.fetch(_DUE, by, limit))

    async def counts(self) -> dict[Status, int]:
        """Return how many requests stand in each status; statuses without one are 0."""
        async with connection(self._pool) as session:
            rows = await session.fetch("SELECT status, count(*) AS requests FROM reading.cases GROUP BY status")
        return dict.fromkeys(Status, 0) | {Status(row["status"]): row["requests"] for row in rows}

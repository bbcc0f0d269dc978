"""Questions to the read tables and to one case's events."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from adapters.postgres.entries import event_of
from adapters.postgres.projection import ROWS, row_from, shown
from adapters.postgres.session import Pool, connection
from domain.cases.row import CaseRow
from domain.procedures import PROCEDURES, Procedures

_EVENTS = "SELECT entry FROM ledger.known WHERE case_id = $1 ORDER BY place"
# Each status by itself in the order of its index: only what is shown is read, however many wait.
_WORKLIST = shown(
    f"""
    SELECT found.* FROM unnest($1::text[], $2::text[]) AS wanted (procedure, status), LATERAL (
        {ROWS} WHERE cases.procedure = wanted.procedure AND cases.status = wanted.status {{after}}
            AND ($4 OR NOT cases.secluded)
        ORDER BY received_at, case_id LIMIT $3
    ) AS found
    ORDER BY found.received_at, found.case_id LIMIT $3
    """,  # noqa: S608 - constants alone
    "received_at, case_id",
)
_FIRST_PAGE = _WORKLIST.format(after="")
_NEXT_PAGE = _WORKLIST.format(
    after="""AND (received_at, case_id) > (
            SELECT last.received_at, last.case_id FROM reading.cases AS last WHERE last.case_id = $5
        )"""
)
_OF_CASE = shown(f"{ROWS} WHERE case_id = $1", "case_id")
_DUE = shown(
    f"{ROWS} WHERE due_at <= $1 AND ($2::text IS NULL OR procedure = $2) ORDER BY due_at, case_id LIMIT $3",
    "due_at, case_id",
)
_COUNTS = "SELECT procedure, status, count(*) AS cases FROM reading.cases GROUP BY procedure, status"
_STATE = "SELECT state FROM reading.cases WHERE case_id = $1"


class PostgresReading:
    """What lists and status pages ask. A method may raise PortUnavailable or PortRejected("postgres").

    States and events come as the case's procedure has them; of a case of none that is known, DomainError(PROCEDURE_UNKNOWN),
    of one with what this release does not know, DomainError(EVENT_UNKNOWN).
    Rows of unknown procedures are in `due` alone.
    """

    def __init__(self, pool: Pool, procedures: Procedures = PROCEDURES) -> None:
        self._pool = pool
        self._procedures = procedures

    async def row(self, case_id: str) -> CaseRow | None:
        """Return a case as lists show it."""
        async with connection(self._pool) as session:
            found = await session.fetchrow(_OF_CASE, case_id)
        return None if found is None else row_from(found)

    async def state(self, case_id: str) -> Any:
        """Return a case's whole state as folded when it was last recorded; None without one."""
        async with connection(self._pool) as session:
            stored = await session.fetchval(_STATE, case_id)
        return None if stored is None else self._procedures.of(case_id).read_state(stored)

    async def events(self, case_id: str) -> Sequence[Any]:
        """Return a case's events in order, from the ledger."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_EVENTS, case_id)
        return tuple(event_of(row["entry"], self._procedures) for row in rows)

    async def worklist(
        self,
        statuses: Collection[str],
        limit: int,
        after: str | None = None,
        procedure: str | None = None,
        *,
        with_secluded: bool = True,
    ) -> Sequence[CaseRow]:
        """Return the cases in these statuses, oldest submission first; those behind the case `after` if given.

        Without `procedure`, of all that have such a status. `with_secluded`: those for the closed desk's lists alone, too.
        """
        of = [each for each in self._procedures if procedure in (None, each.name)]
        wanted = [(each.name, status.value) for each in of for status in each.statuses if status.value in statuses]
        names, values = [name for name, _ in wanted], [value for _, value in wanted]
        async with connection(self._pool) as session:
            if after is None:
                rows = await session.fetch(_FIRST_PAGE, names, values, limit, with_secluded)
            else:
                rows = await session.fetch(_NEXT_PAGE, names, values, limit, with_secluded, after)
        return tuple(row_from(row) for row in rows)

    async def due(self, by: datetime, limit: int, procedure: str | None = None) -> Sequence[CaseRow]:
        """Return the cases whose next deadline is at `by` or earlier, most urgent first; of one procedure if given."""
        async with connection(self._pool) as session:
            return tuple(row_from(row) for row in await session.fetch(_DUE, by, procedure, limit))

    async def counts(self) -> dict[str, dict[str, int]]:
        """Return by procedure how many cases stand in each status; statuses without one are 0."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_COUNTS)
        counts = {each.name: {status.value: 0 for status in each.statuses} for each in self._procedures}
        for row in rows:
            counts.setdefault(row["procedure"], {})[row["status"]] = row["cases"]
        return counts

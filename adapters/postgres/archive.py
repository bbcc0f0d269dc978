"""Index of archived workflow histories. The files lie outside the database and are still ciphertext."""

from collections.abc import Collection, Sequence

from adapters.postgres.session import Pool, connection
from domain.cases.archive import ArchivedHistory
from domain.errors import DomainError, ErrorCode

_ADD = """
    INSERT INTO ledger.archives (workflow_id, run_id, case_id, sha256, path, archived_at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING sha256
"""
_STANDING = "SELECT sha256 FROM ledger.archives WHERE workflow_id = $1 AND run_id = $2"
_OF_REQUEST = """
    SELECT case_id, workflow_id, run_id, sha256, path, archived_at FROM ledger.archives
    WHERE case_id = $1 ORDER BY archived_at, workflow_id, run_id
"""
# The table is kept by triggers (migration 0010), and short however many were archived in the past.
_UNARCHIVED = """
    SELECT case_id FROM ledger.unarchived WHERE case_id <> ALL ($2::text[])
    ORDER BY closed_at, case_id LIMIT $1
"""
# What happens to a case is staged for a second or two; what is staged for longer waits for the engine.
_QUIET = "SELECT NOT EXISTS (SELECT FROM ledger.staged WHERE staged_at > now() - interval '10 seconds')"


class PostgresArchive:
    """Which histories are archived where. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def add(self, history: ArchivedHistory) -> None:
        """Note an archived run; the same file twice is once. Raises DomainError(LEDGER_CONFLICT) for another file."""
        run = (history.workflow_id, history.run_id)
        rest = (history.case_id, history.sha256, history.path, history.archived_at)
        async with connection(self._pool) as session:
            added = await session.fetchval(_ADD, *run, *rest)
            if added is None and await session.fetchval(_STANDING, *run) != history.sha256:
                raise DomainError(ErrorCode.LEDGER_CONFLICT, workflow_id=history.workflow_id, run_id=history.run_id)

    async def of_case(self, case_id: str) -> Sequence[ArchivedHistory]:
        """Return the archived runs of a case, its payment's among them, oldest first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_OF_REQUEST, case_id)
        return tuple(ArchivedHistory.model_validate(dict(row)) for row in rows)

    async def unarchived(self, limit: int, besides: Collection[str] = ()) -> Sequence[str]:
        """Return ids of closed cases whose own run is not archived (its payment's may be), longest closed first.

        Those in `besides` are left out.
        """
        async with connection(self._pool) as session:
            return tuple(row["case_id"] for row in await session.fetch(_UNARCHIVED, limit, list(besides)))

    async def quiet(self) -> bool:
        """Return whether nothing has happened to any case for a moment."""
        async with connection(self._pool) as session:
            return bool(await session.fetchval(_QUIET))

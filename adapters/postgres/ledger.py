"""The ledger as an auditor reads it: every row as stored, in one unchanging snapshot. Nothing is believed here."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

from asyncpg import Record

from adapters.postgres.entries import ACCESS_STREAM, PEOPLE_STREAM
from adapters.postgres.projection import COLUMNS
from adapters.postgres.session import Connection, Pool, connection

_PREFETCH = 500
_LONG = "600s"
_TREE = "SELECT size, peaks, recorded_at, greatest(clock_timestamp(), recorded_at) AS read_at FROM ledger.tree"
_BY_CASE = f"""
    SELECT position, case_id, place, entry, leaf, recorded_at FROM ledger.entries
    WHERE case_id NOT LIKE '{ACCESS_STREAM}%' AND case_id NOT LIKE '{PEOPLE_STREAM}%'
    UNION ALL SELECT -1, case_id, place, entry, leaf, staged_at FROM ledger.staged, (VALUES (''::bytea)) AS none (leaf)
    ORDER BY case_id, place
"""  # noqa: S608 - a constant alone
_PEOPLE = f"""
    SELECT position, case_id, place, entry, leaf, recorded_at FROM ledger.entries
    WHERE case_id LIKE '{PEOPLE_STREAM}%' ORDER BY position
"""  # noqa: S608 - a constant alone
_ENTRIES = "SELECT position, case_id, place, entry, leaf, recorded_at FROM ledger.entries ORDER BY"
_ROWS = f"SELECT {', '.join(COLUMNS)} FROM reading.cases WHERE case_id = ANY($1::text[])"  # noqa: S608 - our names
_STRAY = """
    SELECT case_id FROM reading.cases
    WHERE NOT EXISTS (SELECT FROM ledger.known WHERE known.case_id = cases.case_id)
    ORDER BY case_id
"""
_STAGED = """
    SELECT case_id, count(*) AS events, extract(epoch FROM clock_timestamp() - min(staged_at))::float8 AS seconds
    FROM ledger.staged GROUP BY case_id ORDER BY min(staged_at), case_id
"""
_GUARDS = """
    SELECT count(*) FROM pg_trigger
    WHERE tgrelid = 'ledger.entries'::regclass AND tgname = 'append_only' AND tgenabled IN ('O', 'A')
"""


class StoredEntry(NamedTuple):
    """One row of the ledger, as found; or one on its way there, at position -1 and without a leaf."""

    position: int
    case_id: str
    place: int
    entry: bytes
    leaf: bytes
    recorded_at: datetime

    @property
    def sealed(self) -> bool:
        """Whether the row is in the ledger."""
        return self.position >= 0


class StoredTree(NamedTuple):
    """The stored frontier: roots of the perfect subtrees, largest first. `read_at` is the database's time."""

    size: int
    peaks: tuple[bytes, ...]
    recorded_at: datetime
    read_at: datetime


class StagedEvents(NamedTuple):
    """How many events of a case are staged, and for how many seconds the oldest."""

    case_id: str
    events: int
    seconds: float


class LedgerSnapshot:
    """One moment of the ledger and its read table."""

    def __init__(self, session: Connection) -> None:
        self._session = session

    async def tree(self) -> StoredTree | None:
        """Return the stored frontier; None when somebody removed it."""
        row = await self._session.fetchrow(_TREE)
        return None if row is None else StoredTree(row["size"], tuple(row["peaks"]), row["recorded_at"], row["read_at"])

    async def by_position(self) -> AsyncIterator[StoredEntry]:
        """Give every row in the order of the ledger."""
        async for row in self._session.cursor(f"{_ENTRIES} position", prefetch=_PREFETCH):
            yield StoredEntry(*row)

    async def people(self) -> Sequence[StoredEntry]:
        """Return the rows of changes of officers, in the order of the ledger."""
        return tuple(StoredEntry(*row) for row in await self._session.fetch(_PEOPLE))

    async def by_case(self) -> AsyncIterator[StoredEntry]:
        """Give every row, case by case, in the order of places; staged ones, not sealed yet, at position -1."""
        async for row in self._session.cursor(_BY_CASE, prefetch=_PREFETCH):
            yield StoredEntry(*row)

    async def rows(self, case_ids: Sequence[str]) -> dict[str, Record]:
        """Return the read table's rows of these cases, by id."""
        return {row["case_id"]: row for row in await self._session.fetch(_ROWS, case_ids)}

    async def stray_rows(self) -> Sequence[str]:
        """Return ids of cases in the read table of which the ledger knows nothing."""
        return tuple(row["case_id"] for row in await self._session.fetch(_STRAY))

    async def staged(self) -> Sequence[StagedEvents]:
        """Return the cases that have staged events, those that have waited longest first."""
        return tuple(StagedEvents(*row) for row in await self._session.fetch(_STAGED))

    async def guarded(self) -> bool:
        """Say whether the trigger that refuses changes is in force."""
        return bool(await self._session.fetchval(_GUARDS))


@asynccontextmanager
async def ledger_snapshot(pool: Pool) -> AsyncIterator[LedgerSnapshot]:
    """Open one read-only moment of the ledger. Raises PortUnavailable, PortRejected."""
    async with connection(pool) as session, session.transaction(isolation="repeatable_read", readonly=True):
        await session.execute(f"SET LOCAL statement_timeout = '{_LONG}'")
        await session.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{_LONG}'")
        yield LedgerSnapshot(session)

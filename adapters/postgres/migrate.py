"""Schema migrations: numbered SQL files, forward only, each with its SHA-256, under one advisory lock.

A file that has been applied must never change. Each file is one transaction, so a failure leaves the ones before it.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import asyncpg

from adapters.postgres.session import Connection, Pool, connection, postgres_failures

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 5_641_027_311  # any constant of our own: advisory locks are per database
_JOURNAL = """
    CREATE SCHEMA IF NOT EXISTS upkeep;
    CREATE TABLE IF NOT EXISTS upkeep.migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        sha256 text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    );
"""
_TIMEOUT_SECONDS = 600.0


class SchemaError(Exception):
    """The database's schema does not fit this code; the message says in one sentence what to do."""


class SchemaOutdated(SchemaError):  # noqa: N818 - reads as what happened
    """Migrations are missing."""


class SchemaNewer(SchemaError):  # noqa: N818
    """The database was migrated by newer code."""


class MigrationChanged(SchemaError):  # noqa: N818
    """A file that had been applied was edited afterwards."""


@dataclass(frozen=True)
class Migration:
    """One numbered file."""

    number: int
    name: str
    sql: str
    sha256: str


@cache
def migrations() -> tuple[Migration, ...]:
    """Return the files in order. Raises ValueError when the numbers are not 1, 2, 3, …."""
    found = tuple(_read(path) for path in sorted(_FOLDER.glob("*.sql")))
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError("migrations must be numbered from 0001 without gaps")
    return found


def _read(path: Path) -> Migration:
    content = path.read_bytes()
    return Migration(int(path.name[:4]), path.name, content.decode(), hashlib.sha256(content).hexdigest())


async def migrate(dsn: str, *, dry_run: bool = False) -> list[str]:
    """Bring the schema up to this code and return the names applied; with `dry_run` only say which would be.

    Raises SchemaNewer, MigrationChanged, PortUnavailable, PortRejected.
    """
    with postgres_failures():
        session = await asyncpg.connect(dsn, timeout=10.0, command_timeout=_TIMEOUT_SECONDS)
        try:
            return await _pending_names(session) if dry_run else await _apply_all(session)
        finally:
            await session.close()


async def check_schema(pool: Pool) -> None:
    """Raise SchemaOutdated, SchemaNewer or MigrationChanged unless the schema is exactly this code's."""
    async with connection(pool) as session:
        missing = await _pending_names(session)
    if missing:
        raise SchemaOutdated(f"The database lacks {missing[0]}: run `madoguchi migrate` before starting this version.")


async def _pending_names(session: Connection) -> list[str]:
    return [migration.name for migration in _pending(await _applied(session))]


async def _applied(session: Connection) -> dict[int, str]:
    if await session.fetchval("SELECT to_regclass('upkeep.migrations')") is None:
        return {}
    return {row["number"]: row["sha256"] for row in await session.fetch("SELECT number, sha256 FROM upkeep.migrations")}


def _pending(applied: dict[int, str]) -> list[Migration]:
    known = {migration.number: migration for migration in migrations()}
    if newer := sorted(set(applied) - set(known)):
        raise SchemaNewer(
            f"The database has migration {newer[0]:04d}, which this version does not know: start the newer."
        )
    for number, digest in applied.items():
        if known[number].sha256 != digest:
            raise MigrationChanged(f"{known[number].name} was edited after it had been applied: restore the file.")
    return [migration for migration in migrations() if migration.number not in applied]


async def _apply_all(session: Connection) -> list[str]:
    await session.execute("SELECT pg_advisory_lock($1)", _LOCK)  # released with the connection
    await session.execute(_JOURNAL)
    pending = _pending(await _applied(session))
    for migration in pending:
        async with session.transaction():
            await session.execute(migration.sql)
            await session.execute(
                "INSERT INTO upkeep.migrations (number, name, sha256) VALUES ($1, $2, $3)",
                migration.number,
                migration.name,
                migration.sha256,
            )
    return [migration.name for migration in pending]

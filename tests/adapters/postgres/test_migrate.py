"""Migrations: forward only, each once, refused when files or database are not what they were."""

import asyncio

import asyncpg
import pytest

from adapters.postgres.migrate import MigrationChanged, SchemaNewer, SchemaOutdated, check_schema, migrate, migrations
from adapters.postgres.session import Pool, connect_pool

pytestmark = pytest.mark.database


async def test_migrating_twice_applies_each_file_once(empty_dsn: str):
    """The first run applies all files in order, the second none."""
    names = [migration.name for migration in migrations()]

    assert await migrate(empty_dsn) == names
    assert await migrate(empty_dsn) == []


async def test_a_dry_run_names_the_files_and_changes_nothing(empty_dsn: str):
    """After a dry run the database is still empty."""
    assert len(await migrate(empty_dsn, dry_run=True)) == len(migrations())

    assert await migrate(empty_dsn, dry_run=True) == [migration.name for migration in migrations()]


async def test_two_processes_migrating_at_once_do_not_collide(empty_dsn: str):
    """Of four concurrent runs one applies everything and the others find nothing to do."""
    runs = await asyncio.gather(*(migrate(empty_dsn) for _ in range(4)))

    assert sorted(len(names) for names in runs) == [0, 0, 0, len(migrations())]


async def test_an_older_database_is_refused_with_the_command_that_mends_it(empty_dsn: str):
    """A process does not start on a schema that lacks a migration."""
    pool = await connect_pool(empty_dsn)
    with pytest.raises(SchemaOutdated, match="madoguchi migrate"):
        await check_schema(pool)
    await pool.close()


async def test_a_newer_database_is_refused(pool: Pool, postgres_dsn: str):
    """Older code neither starts on nor migrates a database of newer code."""
    await pool.execute("INSERT INTO upkeep.migrations (number, name, sha256) VALUES (9000, 'later.sql', 'x')")

    with pytest.raises(SchemaNewer, match="9000"):
        await check_schema(pool)
    with pytest.raises(SchemaNewer):
        await migrate(postgres_dsn)


async def test_an_edited_migration_is_refused(pool: Pool):
    """A file whose hash differs from what was applied stops the start."""
    await pool.execute("UPDATE upkeep.migrations SET sha256 = 'another' WHERE number = 1")

    with pytest.raises(MigrationChanged, match=r"0001_intake\.sql"):
        await check_schema(pool)


async def test_the_migrated_schema_is_accepted(pool: Pool):
    """A database of exactly this code passes."""
    await check_schema(pool)


async def test_ledger_rows_cannot_be_changed_or_removed(pool: Pool):
    """Update, delete and truncate of the ledger are refused by the database itself."""
    for statement in ("UPDATE ledger.entries SET place = 2", "DELETE FROM ledger.entries", "TRUNCATE ledger.entries"):
        with pytest.raises(asyncpg.PostgresError, match="append-only"):
            await pool.execute(statement)

"""What a database that does not answer, refuses or breaks off becomes."""

import socket

import asyncpg
import pytest

from adapters.postgres.migrate import migrate
from adapters.postgres.reading import PostgresReading
from adapters.postgres.session import Pool, connect_pool, connection
from domain.errors import PortRejected, PortUnavailable


async def test_a_process_may_start_while_the_database_is_down():
    """The pool is made without a connection; the first use says the database does not answer, and when to retry."""
    with socket.socket() as listener:  # bound and not listening: connections are refused
        listener.bind(("127.0.0.1", 0))
        pool = await connect_pool(f"postgresql://nobody@127.0.0.1:{listener.getsockname()[1]}/none")

        with pytest.raises(PortUnavailable) as refused:
            await PostgresReading(pool).counts()

    assert refused.value.system == "postgres"
    assert refused.value.retry_after is not None
    assert refused.value.__cause__ is None
    await pool.close()


async def test_migrating_a_database_that_is_down_is_told_as_such():
    """The command gets the same error as the adapters."""
    with pytest.raises(PortUnavailable):
        await migrate("postgresql://nobody@127.0.0.1:1/none")


@pytest.mark.database
async def test_a_missing_database_is_a_refusal(postgres_dsn: str):
    """No repetition helps against a wrong name."""
    pool = await connect_pool(postgres_dsn.replace("/test_", "/missing_"))

    with pytest.raises(PortRejected, match="3D000"):
        await PostgresReading(pool).counts()
    await pool.close()


@pytest.mark.database
async def test_a_session_ended_by_the_server_is_replaced(pool: Pool):
    """The statement that was running is "unknown"; the next one gets a new connection."""
    with pytest.raises(PortUnavailable):
        async with connection(pool) as session:
            await session.execute("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(30)")

    counts = await PostgresReading(pool).counts()
    assert sum(sum(each.values()) for each in counts.values()) == 0


@pytest.mark.database
@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InternalClientError("lost"),
        asyncpg.ConnectionDoesNotExistError("lost"),
        asyncpg.CannotConnectNowError("starting"),
        asyncpg.TooManyConnectionsError("full"),
        asyncpg.DeadlockDetectedError("chosen"),
        asyncpg.DiskFullError("full"),
        asyncpg.ReadOnlySQLTransactionError("standby"),
        asyncpg.QueryCanceledError("timeout"),
        asyncpg.InterfaceError("connection is closed"),
        ConnectionResetError(),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_lost_or_busy_server_is_unavailable(pool: Pool, error: Exception):
    """Whatever the driver raises when the outcome is unknown becomes the one port error, without its text."""
    with pytest.raises(PortUnavailable) as translated:
        async with connection(pool):
            raise error

    assert translated.value.__cause__ is None


@pytest.mark.database
async def test_a_bug_stays_a_bug(pool: Pool):
    """A wrong statement is nobody's outage."""
    with pytest.raises(asyncpg.UndefinedTableError):
        async with connection(pool) as session:
            await session.execute("SELECT * FROM nowhere")
    with pytest.raises(asyncpg.InterfaceError):
        async with connection(pool):
            raise asyncpg.InterfaceError("another operation is in progress")

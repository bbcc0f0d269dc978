"""How this layer reaches Postgres: the pool, one connection, one transaction, and what a lost connection becomes.

Failures are translated here and nowhere else. A connection lost at any moment, a server that starts, stops, is full or
has chosen another victim: `PortUnavailable("postgres")`, outcome unknown, the caller repeats an idempotent call.
A refused login or a missing database: `PortRejected`. Everything else is a bug and passes through.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from domain.errors import PortRejected, PortUnavailable

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"

SYSTEM = "postgres"
_CONNECT_SECONDS = 5.0
_COMMAND_SECONDS = 15.0
_RETRY_SECONDS = 2.0
_SERVER_SETTINGS = {
    "application_name": "madoguchi",
    "timezone": "UTC",
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "15s",
}
# 08 connection, 53 resources, 57 operator intervention, 58 system error, 40 rollback (deadlock), 25006 read-only standby
_UNAVAILABLE_STATES = ("08", "53", "57", "58", "40", "25006", "55P03", "25P03")
_REJECTED_STATES = ("28", "3D")


async def connect_pool(dsn: str, *, max_size: int = 10) -> Pool:
    """Return a pool. It connects when first used, so a process may start while the database is down."""
    return await asyncpg.create_pool(
        dsn,
        min_size=0,
        max_size=max_size,
        timeout=_CONNECT_SECONDS,
        command_timeout=_COMMAND_SECONDS,
        server_settings=_SERVER_SETTINGS,
        reset=_leave_as_it_is,
    )


async def _leave_as_it_is(_session: object) -> None:
    """Spare each loan the driver's round trip that clears session state: nothing of ours outlives its transaction."""


@asynccontextmanager
async def opened_pool(dsn: str) -> AsyncIterator[Pool]:
    """Lend a pool for a short command; it is closed at the end without waiting for anybody."""
    pool = await connect_pool(dsn)
    try:
        yield pool
    finally:
        pool.terminate()


@contextmanager
def postgres_failures() -> Iterator[None]:
    """Turn the driver's failures into the ports' two. Texts are dropped: they may quote values."""
    try:
        yield
    except asyncpg.PostgresError as error:
        state = error.sqlstate or ""
        if state.startswith(_UNAVAILABLE_STATES):
            raise PortUnavailable(SYSTEM, retry_after=_RETRY_SECONDS) from None
        if state.startswith(_REJECTED_STATES):
            raise PortRejected(SYSTEM, state) from None
        raise
    # InternalClientError is what asyncpg raises when the server is killed under a running query.
    except (asyncpg.InternalClientError, OSError, TimeoutError):
        raise PortUnavailable(SYSTEM, retry_after=_RETRY_SECONDS) from None
    except asyncpg.InterfaceError as error:
        if "clos" not in str(error):  # "connection is closed", "pool is closing", "underlying connection is closed"
            raise
        raise PortUnavailable(SYSTEM, retry_after=_RETRY_SECONDS) from None


@asynccontextmanager
async def connection(pool: Pool) -> AsyncIterator[Connection]:
    """Lend one connection; each statement is its own transaction. Raises PortUnavailable, PortRejected."""
    with postgres_failures():
        async with pool.acquire(timeout=_CONNECT_SECONDS) as borrowed:
            yield borrowed


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """Lend one connection inside a transaction, committed at the end. Raises PortUnavailable, PortRejected."""
    async with connection(pool) as borrowed, borrowed.transaction():
        yield borrowed

"""The recorder in Postgres: the contract, the read table, the outbox, and what a crash leaves."""

import asyncio
import hashlib

import asyncpg
import pytest
from contracts.recorder import RecorderContract
from contracts.stories import START, batch, batches, completed, request_id

from adapters.postgres.entries import encode
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool, connect_pool
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.requests.evolve import fold
from domain.requests.status import Status

pytestmark = pytest.mark.database


class TestPostgresRecorder(RecorderContract):
    """The contract."""


async def test_the_read_table_is_the_fold(recorder: PostgresRecorder, reading: PostgresReading):
    """After each batch, row and state are those of the events so far."""
    so_far = 0
    for part in batches(1):
        await recorder.record(part)
        so_far += len(part.events)
        state = fold(completed(1)[:so_far])
        case = await reading.by_request(request_id(1))

        assert state is not None
        assert case is not None
        assert await reading.state(request_id(1)) == state
        assert (case.status, case.place, case.updated_at) == (state.status, so_far, part.events[-1].at)
        assert case.due_at == min(state.due.values(), default=None)


async def test_entries_are_gapless_and_hashed(pool: Pool, recorder: PostgresRecorder):
    """Positions count from 0 across requests; each leaf is the RFC 6962 hash of the canonical entry."""
    for part in (batch(1, 1, 3), batch(2, 1, 2), batch(1, 4, 5)):
        await recorder.record(part)
    rows = await pool.fetch("SELECT * FROM ledger.entries ORDER BY position")

    assert [row["position"] for row in rows] == list(range(7))
    assert [(row["request_id"], row["place"]) for row in rows][3] == (request_id(2), 1)
    assert rows[6]["entry"] == encode(request_id(1), 5, completed(1)[4])
    for row in rows:
        assert row["leaf"] == hashlib.sha256(b"\0" + row["entry"]).digest()


async def test_each_notice_is_in_the_outbox_once(pool: Pool, recorder: PostgresRecorder):
    """The events' notices are written with them, and not again when the batch is repeated."""
    for _ in range(2):
        for part in batches(1):
            await recorder.record(part)
    rows = await pool.fetch("SELECT notice, occasion FROM outbox.notices ORDER BY occasion")

    assert [tuple(row) for row in rows] == [
        ("received", 1),
        ("payment_open", 4),
        ("paid", 6),
        ("approved", 9),
        ("dispatched", 13),
        ("completed", 14),
    ]


async def test_eight_writers_leave_a_gapless_ledger(postgres_dsn: str):
    """Eight writers with 200 events each, on connections of their own: 1,600 positions, none missing, none twice."""
    pool = await connect_pool(postgres_dsn)
    recorder = PostgresRecorder(pool)

    async def write(writer: int):
        written = 0
        for number in range(writer * 100, writer * 100 + 100):
            for part in batches(number, size=5):
                kept = part.model_copy(update={"events": part.events[: 200 - written]})
                await recorder.record(kept)
                written += len(kept.events)
                if written == 200:
                    return

    await asyncio.gather(*(write(writer) for writer in range(8)))
    count, low, high = await pool.fetchrow("SELECT count(*), min(position), max(position) FROM ledger.entries")
    backward = await pool.fetchval(
        "SELECT count(*) FROM (SELECT recorded_at < lag(recorded_at) OVER (ORDER BY position) AS back"
        " FROM ledger.entries) AS t WHERE back"
    )
    assert (count, low, high, backward) == (1600, 0, 1599, 0)
    assert await pool.fetchval("SELECT size FROM ledger.tree") == 1600
    await pool.close()


@pytest.mark.parametrize("table", ["ledger.entries", "outbox.notices", "reading.requests"])
async def test_a_failing_statement_leaves_nothing_half(pool: Pool, recorder: PostgresRecorder, table: str):
    """Whichever of the three tables refuses, none of them has anything of the batch."""
    await recorder.record(batch(1, 1, 3))
    await pool.execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
        f"CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fail();"
    )
    with pytest.raises(asyncpg.RaiseError):
        await recorder.record(batch(1, 4, 6))
    await pool.execute(f"DROP TRIGGER fail ON {table}")

    assert await _sizes(pool) == (3, 3, 1, 3)
    await recorder.record(batch(1, 4, 6))
    assert await _sizes(pool) == (6, 6, 3, 6)


async def test_a_killed_transaction_leaves_nothing_half(pool: Pool, recorder: PostgresRecorder):
    """The server ends the session while it appends: the caller is told "unknown", and repeating records it once."""
    await recorder.record(batch(1, 1, 3))
    async with pool.acquire() as holder, holder.transaction():
        await holder.execute("SELECT size FROM ledger.tree FOR UPDATE")
        running = asyncio.create_task(recorder.record(batch(1, 4, 6)))
        killed = None
        while killed is None:  # until the recorder waits for the tree
            killed = await pool.fetchval(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            )
        with pytest.raises(PortUnavailable):
            await running

    assert await _sizes(pool) == (3, 3, 1, 3)
    await recorder.record(batch(1, 4, 6))
    assert await _sizes(pool) == (6, 6, 3, 6)


async def _sizes(pool: Pool) -> tuple[int, ...]:
    """Return entries, tree size, notices, and place of the read table's one row."""
    return tuple(
        await pool.fetchrow(
            "SELECT (SELECT count(*) FROM ledger.entries), (SELECT size FROM ledger.tree),"
            " (SELECT count(*) FROM outbox.notices), (SELECT place FROM reading.requests)"
        )
    )


async def test_a_read_table_behind_its_ledger_is_not_written_over(pool: Pool, recorder: PostgresRecorder):
    """With the read table's row lost, appending is refused instead of giving a place twice."""
    await recorder.record(batch(1, 1, 3))
    await pool.execute("DELETE FROM reading.requests")

    with pytest.raises(DomainError) as refused:
        await recorder.record(batch(1, 1, 3))

    assert refused.value.code is ErrorCode.LEDGER_CONFLICT
    assert await pool.fetchval("SELECT count(*) FROM reading.requests") == 0


async def test_a_state_of_another_version_is_folded_anew(
    pool: Pool, recorder: PostgresRecorder, reading: PostgresReading
):
    """A state this code cannot read is taken from the ledger instead."""
    await recorder.record(batch(1, 1, 3))
    await pool.execute("UPDATE reading.requests SET state = state || '{\"of_a_later_version\": 1}'")
    await recorder.record(batch(1, 4, 14))

    assert await reading.state(request_id(1)) == fold(completed(1))


async def test_lists_are_by_status_deadline_and_number(recorder: PostgresRecorder, reading: PostgresReading):
    """Worklists keep their order and limit; counts name every status; receipts find their case."""
    for number, last in ((1, 5), (2, 6), (3, 6), (4, 14)):
        await recorder.record(batch(number, 1, last))

    examined = await reading.worklist({Status.UNDER_EXAMINATION}, 1)
    counts = await reading.counts()
    due = await reading.due(START.replace(year=2027), 10)
    assert [case.request_id for case in examined] == [request_id(2)]
    assert (counts[Status.UNDER_EXAMINATION], counts[Status.COMPLETED], counts[Status.LAPSED]) == (2, 1, 0)
    assert [case.request_id for case in due] == [request_id(1)]
    assert await reading.by_receipt("0000-0000-0000-0004") == await reading.by_request(request_id(4))
    assert await reading.by_receipt("0000-0000-0000-0009") is None

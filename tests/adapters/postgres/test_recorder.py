"""The recorder in Postgres: the contracts, the read table, and what a crash leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest
from contracts.recorder import RecorderContract, Sealed, StagingContract, refused
from contracts.stories import START, batch, batches, case_id, completed, mark, otherwise, said

from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool, connect_pool
from domain.cases.staging import StagedTask
from domain.certificates.evolve import fold
from domain.certificates.status import Status
from domain.errors import PortUnavailable

pytestmark = pytest.mark.database


class TestPostgresRecorder(RecorderContract, StagingContract):
    """The contracts."""


async def test_the_read_table_is_the_fold(recorder: PostgresRecorder, reading: PostgresReading):
    """After each batch, row and state are those of the events so far."""
    so_far = 0
    for part in batches(1):
        await recorder.record(part)
        so_far += len(part.events)
        state = fold(completed(1)[:so_far])
        case = await reading.row(case_id(1))

        assert state is not None
        assert case is not None
        assert await reading.state(case_id(1)) == state
        assert (case.status, case.place, case.updated_at) == (state.status, so_far, said(part)[-1].at)
        assert case.due_at == min(state.due.values(), default=None)


@pytest.mark.parametrize("place", [5, 6, 7])
async def test_the_read_table_follows_a_repeated_task(recorder: PostgresRecorder, reading: PostgresReading, place: int):
    """Replaced in the middle, at the end or appended to, the row is the fold of what is known now."""
    await recorder.record(batch(1, 1, 6, mark(5)))
    await recorder.record(otherwise(1, place, mark(9)))

    events = await reading.events(case_id(1))
    case = await reading.row(case_id(1))
    assert len(events) == place
    assert await reading.state(case_id(1)) == fold(tuple(events))
    assert case is not None
    assert case.place == place


async def test_nothing_enters_the_ledger_by_recording(pool: Pool, recorder: PostgresRecorder):
    """Entries and mails wait for the engine's word, whatever is staged."""
    for part in batches(1):
        await recorder.record(part)

    assert await sizes(pool) == (0, 0, 14, 14)


async def test_a_later_task_makes_the_earlier_ones_durable(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing, moment: Callable[[], Awaitable[object]]
):
    """A task that begins after the events of another has these in its history: nobody need ask the engine."""
    for part in batches(1)[:3]:
        await recorder.record(part)
    waits = "SELECT max(look_at) FILTER (WHERE durable) - max(staged_at) FROM ledger.staged"
    assert await pool.fetchval(waits) == timedelta(seconds=1)  # what follows within a second is sealed with it
    await moment()

    assert await sealing.seal_durable(10) == [case_id(1)]
    assert await sizes(pool) == (6, 3, 3, 9)


async def test_a_lost_task_makes_only_durable_what_its_history_had(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing
):
    """Between its two batches, when the first was found lost, an earlier lost task wrote late at the same place."""
    await recorder.record(batch(1, 1, 3, mark(3)))
    await recorder.record(batch(1, 4, 4, mark(9), settled=3))
    await sealing.discard(StagedTask(case_id(1), mark(9)))
    await recorder.record(otherwise(1, 4, mark(6)))
    await recorder.record(batch(1, 5, 6, mark(9), settled=3))

    assert await pool.fetchval("SELECT max(place) FROM ledger.staged WHERE durable") == 3
    await recorder.record(batch(1, 4, 14, mark(12), settled=3))
    await sealing.confirm(StagedTask(case_id(1), mark(12)))
    assert await sealing.seal_durable(1) == [case_id(1)]
    assert await sizes(pool) == (14, 6, 0, 14)


async def test_what_one_task_stages_in_parts_is_not_durable_by_itself(
    recorder: PostgresRecorder, sealing: PostgresSealing
):
    """Two batches of one task, or of two attempts with the same number: all may still be lost."""
    await recorder.record(batch(1, 1, 3, mark(9, attempt=1)))
    await recorder.record(batch(1, 4, 6, mark(9, attempt=1)))
    await recorder.record(batch(1, 1, 3, mark(9, attempt=2)))
    await recorder.record(batch(1, 4, 7, mark(9, attempt=2)))

    assert await sealing.seal_durable(10) == []


async def test_a_repeated_task_that_decides_the_same_takes_the_events_over(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing
):
    """Found lost, the first task takes nothing with it that the repeated one has recorded again."""
    await recorder.record(batch(1, 1, 3, mark(5)))
    await recorder.record(batch(1, 1, 3, mark(9)))
    await sealing.discard(StagedTask(case_id(1), mark(5)))

    assert await sizes(pool) == (0, 0, 3, 3)
    await sealing.confirm(StagedTask(case_id(1), mark(9)))
    await sealing.seal_durable(1)
    assert await sizes(pool) == (3, 1, 0, 3)


async def test_an_old_mark_after_a_new_one_gives_nothing_back(
    recorder: PostgresRecorder, sealing: PostgresSealing, reading: PostgresReading
):
    """The lost task's worker repeats the same events late: they stay the repeated task's."""
    await recorder.record(batch(1, 1, 3, mark(9)))
    await recorder.record(batch(1, 1, 3, mark(5)))
    await sealing.discard(StagedTask(case_id(1), mark(5)))

    assert tuple(await reading.events(case_id(1))) == completed(1)[:3]


async def test_eight_writers_leave_a_gapless_ledger(postgres_dsn: str):
    """Eight writers with 200 events each and two sealers: 1,600 positions, none missing, none twice, each its own."""
    pool = await connect_pool(postgres_dsn, max_size=12)
    recorder, sealing = PostgresRecorder(pool), PostgresSealing(pool)
    written = asyncio.Event()

    async def write(writer: int):
        left = 200
        for number in range(writer * 100, writer * 100 + 15):
            for part in batches(number, size=5):
                kept = part.model_copy(update={"events": part.events[:left]})
                await recorder.record(kept)
                left -= len(kept.events)

    async def seal():
        while not written.is_set() or await pool.fetchval("SELECT count(*) FROM ledger.staged"):
            await sealing.seal_durable(5)
            if written.is_set():
                await sealing.seal_durable(1000)
                for number in {writer * 100 + last for writer in range(8) for last in range(15)}:
                    await sealing.confirm(StagedTask(case_id(number), mark(110)))
                    await sealing.confirm(StagedTask(case_id(number), mark(10)))

    sealers = [asyncio.create_task(seal()) for _ in range(2)]
    await asyncio.gather(*(write(writer) for writer in range(8)))
    written.set()
    await asyncio.gather(*sealers)

    count, low, high = await pool.fetchrow("SELECT count(*), min(position), max(position) FROM ledger.entries")
    backward = await pool.fetchval(
        "SELECT count(*) FROM (SELECT recorded_at < lag(recorded_at) OVER (ORDER BY position) AS back"
        " FROM ledger.entries) AS t WHERE back"
    )
    assert (count, low, high, backward) == (1600, 0, 1599, 0)
    assert await pool.fetchval("SELECT size FROM ledger.tree") == 1600
    await pool.close()


@pytest.mark.parametrize("table", ["ledger.staged", "reading.cases"])
async def test_a_failing_statement_leaves_nothing_half(pool: Pool, recorder: PostgresRecorder, table: str):
    """Whichever of the two tables refuses, neither has anything of the batch."""
    await recorder.record(batch(1, 1, 3))
    await pool.execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
        f"CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION fail();"
    )
    with pytest.raises(asyncpg.RaiseError):
        await recorder.record(batch(1, 4, 6))
    with pytest.raises(asyncpg.RaiseError):
        await recorder.record(otherwise(1, 2, mark(9)))
    await pool.execute(f"DROP TRIGGER fail ON {table}")

    assert await sizes(pool) == (0, 0, 3, 3)
    await recorder.record(batch(1, 4, 6))
    assert await sizes(pool) == (0, 0, 6, 6)


async def test_a_killed_session_leaves_nothing_half(pool: Pool, recorder: PostgresRecorder):
    """The server ends the session while it stages: the caller is told "unknown", and repeating records it once."""
    await recorder.record(batch(1, 1, 3))
    async with pool.acquire() as holder, holder.transaction():
        await holder.execute("SELECT place FROM reading.cases FOR UPDATE")
        running = asyncio.create_task(recorder.record(batch(1, 4, 6)))
        killed = None
        while killed is None:  # until the recorder waits for the row
            killed = await pool.fetchval(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            )
        with pytest.raises(PortUnavailable):
            await running

    assert await sizes(pool) == (0, 0, 3, 3)
    await recorder.record(batch(1, 4, 6))
    assert await sizes(pool) == (0, 0, 6, 6)


async def sizes(pool: Pool) -> tuple[int, ...]:
    """Return sealed entries, notices, staged events, and place of the read table's one row."""
    return tuple(
        await pool.fetchrow(
            "SELECT (SELECT count(*) FROM ledger.entries), (SELECT count(*) FROM outbox.notices),"
            " (SELECT count(*) FROM ledger.staged), (SELECT place FROM reading.cases)"
        )
    )


async def test_a_row_that_was_replaced_since_it_was_read_is_read_again(
    pool: Pool, recorder: PostgresRecorder, reading: PostgresReading
):
    """A repeated task replaces the last event while its batch waits: the batch goes on from the new state, not the old."""
    await recorder.record(batch(1, 1, 6, mark(5)))
    other = otherwise(1, 6, mark(9))
    async with pool.acquire() as holder, holder.transaction():
        await holder.execute("SELECT place FROM reading.cases FOR UPDATE")
        running = asyncio.create_task(recorder.record(batch(1, 7, 7, mark(12))))
        waits = 0
        while not waits:
            waits = await pool.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        state = fold((*completed(1)[:5], *said(other)))
        await holder.execute("UPDATE reading.cases SET state = $1", state.model_dump_json())
    await running

    assert await reading.state(case_id(1)) == fold((*completed(1)[:5], *said(other), completed(1)[6]))


async def test_what_is_remembered_is_not_read_again(postgres_dsn: str, reading: PostgresReading):
    """A batch that follows its own is one statement; another request displaces what is remembered."""
    asked: list[str] = []

    async def note(session: asyncpg.Connection) -> None:
        session.add_query_logger(lambda query: asked.append(query.query))

    async with asyncpg.create_pool(postgres_dsn, min_size=0, max_size=1, init=note) as watched:
        recorder = PostgresRecorder(watched, remembered=1)
        statements = []
        for part in (batch(1, 1, 3), batch(1, 4, 5), batch(1, 6, 6), batch(2, 1, 3), batch(1, 7, 14)):
            asked.clear()
            await recorder.record(part)
            statements.append(sum("reading.cases" in query for query in asked))

    assert statements == [2, 1, 1, 2, 2]

    assert await reading.state(case_id(1)) == fold(completed(1))


async def test_two_recorders_in_turn_do_not_trust_what_they_remember(
    pool: Pool, recorder: PostgresRecorder, reading: PostgresReading
):
    """A request that moves between workers: each goes on from what stands, not from how it left it."""
    other = PostgresRecorder(pool)
    for place in range(1, 15):
        await (recorder, other)[place // 2 % 2].record(batch(1, place, place, mark(place)))

    assert await reading.state(case_id(1)) == fold(completed(1))
    assert tuple(await reading.events(case_id(1))) == completed(1)


async def test_a_lost_tasks_worker_is_refused_whatever_it_remembers(pool: Pool, recorder: PostgresRecorder):
    """Another worker repeated its task and decided the same: the row looks as it was left, and is another's now."""
    await recorder.record(batch(1, 1, 3, mark(5)))
    await PostgresRecorder(pool).record(batch(1, 1, 3, mark(9)))

    await refused(recorder, otherwise(1, 4, mark(5)))


async def test_a_request_that_was_reset_goes_on_with_smaller_numbers(
    recorder: PostgresRecorder, reading: PostgresReading, sealed: Sealed
):
    """What is sealed stands; the tasks of a reset workflow count from where it was set back to."""
    await recorder.record(batch(1, 1, 6, mark(30)))
    await sealed(case_id(1))
    await recorder.record(batch(1, 7, 14, mark(9)))

    assert await reading.state(case_id(1)) == fold(completed(1))


@pytest.mark.parametrize("durable", [False, True])
async def test_a_read_table_behind_its_ledger_is_not_written_over(
    pool: Pool, recorder: PostgresRecorder, sealed: Sealed, durable: bool
):
    """With the read table's row lost, recording is refused instead of giving a place twice."""
    await recorder.record(batch(1, 1, 3))
    if durable:
        await sealed(case_id(1))
    await pool.execute("DELETE FROM reading.cases")

    for part in (batch(1, 1, 3), batch(1, 4, 6)):
        await refused(recorder, part)

    assert await pool.fetchval("SELECT count(*) FROM reading.cases") == 0
    assert await pool.fetchval("SELECT count(*) FROM ledger.known") == 3


@pytest.mark.parametrize("durable", [False, True])
async def test_a_state_of_another_version_is_folded_anew(
    pool: Pool, recorder: PostgresRecorder, reading: PostgresReading, sealed: Sealed, durable: bool
):
    """A state this code cannot read is taken from the events instead."""
    await recorder.record(batch(1, 1, 3))
    if durable:
        await sealed(case_id(1))
    await pool.execute("UPDATE reading.cases SET state = state || '{\"of_a_later_version\": 1}'")
    await recorder.record(batch(1, 4, 14))

    assert await reading.state(case_id(1)) == fold(completed(1))


async def test_lists_are_by_status_deadline_and_number(recorder: PostgresRecorder, reading: PostgresReading):
    """Worklists keep their order and limit; counts name every status."""
    for number, last in ((1, 5), (2, 6), (3, 6), (4, 14)):
        await recorder.record(batch(number, 1, last))

    examined = await reading.worklist({Status.UNDER_EXAMINATION}, 1)
    counts = (await reading.counts())["certificates"]
    due = await reading.due(START.replace(year=2027), 10)
    assert [case.case_id for case in examined] == [case_id(2)]
    assert (counts["under_examination"], counts["completed"], counts["lapsed"]) == (2, 1, 0)
    assert [case.case_id for case in due] == [case_id(1)]

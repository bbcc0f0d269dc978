"""Staged events become entries of the ledger, or go, whoever else writes and whatever dies in between."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest
from contracts.recorder import Sealed, refused
from contracts.stories import batch, batches, case_id, completed, mark, otherwise

from adapters.postgres.entries import encode
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool
from domain.cases.staging import StagedTask
from domain.certificates.evolve import fold
from domain.certificates.procedure import CERTIFICATES
from domain.errors import PortUnavailable

pytestmark = pytest.mark.database
NOW = timedelta()
ENTRIES = "SELECT * FROM ledger.entries ORDER BY position"


def task(number: int, started: int, attempt: int = 1) -> StagedTask:
    """Return a task of the `number`-th request."""
    return StagedTask(case_id(number), mark(started, attempt))


async def test_entries_are_gapless_and_hashed(pool: Pool, recorder: PostgresRecorder, sealed: Sealed):
    """Positions count from 0 across requests; each leaf is the RFC 6962 hash of the canonical entry."""
    for part in (batch(1, 1, 3, mark(3)), batch(2, 1, 2, mark(3)), batch(1, 4, 5, mark(6))):
        await recorder.record(part)
        await sealed(part.case_id)
    rows = await pool.fetch(ENTRIES)

    assert [row["position"] for row in rows] == list(range(7))
    assert [(row["case_id"], row["place"]) for row in rows][3] == (case_id(2), 1)
    assert rows[6]["entry"] == encode(case_id(1), 5, CERTIFICATES.write(completed(1)[4]))
    for row in rows:
        assert row["leaf"] == hashlib.sha256(b"\0" + row["entry"]).digest()


async def test_each_notice_is_in_the_outbox_once(pool: Pool, recorder: PostgresRecorder, sealed: Sealed):
    """The events' notices are written when they are sealed, and not again when a batch is repeated."""
    for _ in range(2):
        for part in batches(1):
            await recorder.record(part)
            await sealed(case_id(1))
    rows = await pool.fetch("SELECT notice, occasion FROM outbox.notices ORDER BY occasion")

    assert [tuple(row) for row in rows] == [
        ("received", 1),
        ("payment_open", 4),
        ("paid", 6),
        ("approved", 11),
        ("dispatched", 13),
        ("completed", 14),
    ]


async def test_only_what_the_completed_task_and_earlier_ones_staged_is_sealed(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing, moment: Callable[[], Awaitable[object]]
):
    """A later task's events stay staged; the earlier ones go along."""
    await recorder.record(batch(1, 1, 3, mark(3)))
    await recorder.record(batch(1, 4, 4, mark(6)))
    await recorder.record(batch(1, 5, 6, mark(9)))
    await sealing.confirm(task(1, 6))
    await moment()
    assert await sealing.seal_durable(10) == [case_id(1)]

    assert [row["place"] for row in await pool.fetch(ENTRIES)] == [1, 2, 3, 4]
    assert await sealing.undecided(10, NOW) == (task(1, 9),)


async def test_the_word_about_another_attempt_makes_nothing_durable(
    recorder: PostgresRecorder, sealing: PostgresSealing
):
    """The engine's answer came when a later attempt with the same number had replaced the events."""
    await recorder.record(batch(1, 1, 3, mark(9, attempt=2)))
    await sealing.confirm(task(1, 9, attempt=1))
    await sealing.discard(task(1, 9, attempt=1))

    assert await sealing.seal_durable(10) == []
    assert await sealing.undecided(10, NOW) == (task(1, 9, attempt=2),)


async def test_what_is_durable_is_neither_replaced_nor_discarded(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing
):
    """Not even before it is sealed, and by no task whatever."""
    await recorder.record(batch(1, 1, 3, mark(3)))
    await sealing.confirm(task(1, 3))

    await refused(recorder, otherwise(1, 3, mark(9)))
    await sealing.discard(task(1, 3))
    await sealing.seal_durable(10)

    assert [row["place"] for row in await pool.fetch(ENTRIES)] == [1, 2, 3]


async def test_discarding_takes_everything_of_the_lost_task_and_behind_it(
    recorder: PostgresRecorder, sealing: PostgresSealing, reading: PostgresReading
):
    """The read table is the fold of what remains, and recording goes on from there."""
    await recorder.record(batch(1, 1, 5, mark(3)))
    await recorder.record(batch(1, 6, 6, mark(6)))
    await recorder.record(batch(1, 7, 8, mark(6)))
    await sealing.discard(task(1, 6))

    assert tuple(await reading.events(case_id(1))) == completed(1)[:5]
    assert await reading.state(case_id(1)) == fold(completed(1)[:5])
    await recorder.record(batch(1, 6, 14, mark(9)))
    assert await reading.state(case_id(1)) == fold(completed(1))


async def test_a_request_of_which_nothing_remains_has_no_row(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing, reading: PostgresReading
):
    """Its very first task was lost: it is as if nothing had been recorded, and can begin again."""
    await recorder.record(batch(1, 1, 6, mark(3)))
    await sealing.discard(task(1, 3))

    assert await reading.row(case_id(1)) is None
    assert await pool.fetchval("SELECT count(*) FROM ledger.staged") == 0
    await refused(recorder, batch(1, 7, 8, mark(3)))  # the lost task's worker, which does not know it yet
    await recorder.record(batch(1, 1, 3, mark(6)))
    assert tuple(await reading.events(case_id(1))) == completed(1)[:3]


async def test_a_task_that_stays_open_is_asked_about_less_and_less(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing
):
    """It comes due when as much time again has passed, a minute at most, and makes room for others."""
    await recorder.record(batch(1, 1, 3, mark(3)))
    await recorder.record(batch(2, 1, 3, mark(3)))
    ages = []
    for age in ("10 seconds", "3 days"):
        await pool.execute("UPDATE ledger.staged SET staged_at = now() - $1::text::interval", age)
        await sealing.postpone(task(1, 3))
        ages.append(await pool.fetchval("SELECT max(look_at) - now() FROM ledger.staged"))

    assert [round(each.total_seconds()) for each in ages] == [10, 60]
    assert await sealing.undecided(10, NOW) == (task(2, 3),)
    await recorder.record(batch(1, 1, 3, mark(6)))  # mended: the repeated task is looked at at once
    assert set(await sealing.undecided(10, NOW)) == {task(1, 6), task(2, 3)}


async def test_the_longest_due_come_first_and_fresh_ones_not_at_all(
    recorder: PostgresRecorder, sealing: PostgresSealing
):
    """In the order of time, up to the limit; what was staged this moment gets time to complete."""
    for number in (3, 1, 2):
        await recorder.record(batch(number, 1, 3, mark(3)))

    assert await sealing.undecided(2, NOW) == (task(3, 3), task(1, 3))
    assert await sealing.undecided(10, timedelta(minutes=1)) == ()


@pytest.mark.parametrize("table", ["ledger.entries", "outbox.notices"])
async def test_a_failing_statement_leaves_nothing_half(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing, table: str
):
    """Whichever table refuses, the events are staged as before."""
    await recorder.record(batch(1, 1, 6, mark(3)))
    await sealing.confirm(task(1, 3))
    await pool.execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
        f"CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fail();"
    )
    with pytest.raises(asyncpg.RaiseError):
        await sealing.seal_durable(10)
    await pool.execute(f"DROP TRIGGER fail ON {table}")

    assert await sizes(pool) == (0, 0, 0, 6)
    await sealing.seal_durable(10)
    assert await sizes(pool) == (6, 6, 3, 0)


async def sizes(pool: Pool) -> tuple[int, ...]:
    """Return entries, tree size, notices, and staged events."""
    return tuple(
        await pool.fetchrow(
            "SELECT (SELECT count(*) FROM ledger.entries), (SELECT size FROM ledger.tree),"
            " (SELECT count(*) FROM outbox.notices), (SELECT count(*) FROM ledger.staged)"
        )
    )


async def test_a_killed_sealer_leaves_nothing_half(pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing):
    """The server ends its session while it appends: told as an outage, and the next sealer does it once."""
    await recorder.record(batch(1, 1, 6, mark(3)))
    await sealing.confirm(task(1, 3))
    async with pool.acquire() as holder, holder.transaction():
        await holder.execute("SELECT size FROM ledger.tree FOR UPDATE")
        running = asyncio.create_task(sealing.seal_durable(1))
        killed = None
        while killed is None:  # until the sealer waits for the tree
            killed = await pool.fetchval(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            )
        with pytest.raises(PortUnavailable):
            await running

    assert await sizes(pool) == (0, 0, 0, 6)
    sealed_by = await asyncio.gather(*(sealing.seal_durable(1) for _ in range(4)))
    assert sorted(sealed_by) == [[], [], [], [case_id(1)]]
    assert await sizes(pool) == (6, 6, 3, 0)


async def test_a_ledger_changed_by_hand_stops_that_request_alone(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing, sealed: Sealed
):
    """One request's last entry is gone: its events wait, no process ends over it, and others are sealed."""
    await recorder.record(batch(1, 1, 3, mark(3)))
    await sealed(case_id(1))
    async with pool.acquire() as session, session.transaction():
        await session.execute("SET LOCAL session_replication_role = replica")
        await session.execute("DELETE FROM ledger.entries WHERE place = 3")
    await recorder.record(batch(1, 4, 5, mark(6)))
    await sealing.confirm(task(1, 6))
    await recorder.record(batch(2, 1, 3, mark(3)))
    await sealing.confirm(task(2, 3))

    assert await sealing.seal_durable(1) == []
    assert await sealing.seal_durable(1) == [case_id(2)]
    assert await pool.fetchval("SELECT count(*) FROM ledger.entries WHERE case_id = $1", case_id(2)) == 3
    assert await pool.fetchval("SELECT count(*) FROM ledger.staged") == 2


async def test_recording_sealing_and_discarding_at_once(pool: Pool, recorder: PostgresRecorder):
    """Every task is lost once and repeated, its worker writes late, sealers race: the ledger is the repeated tasks'."""
    sealings = [PostgresSealing(pool) for _ in range(2)]
    ended = asyncio.Event()

    async def write(number: int):
        for first in range(1, 15, 2):
            lost, real = mark(first * 10), mark(first * 10 + 3)
            wrong = otherwise(number, first, lost) if first > 6 else batch(number, first, first, lost)
            await recorder.record(wrong)
            late = asyncio.create_task(_heedless(recorder, batch(number, first + 1, first + 1, lost)))
            await sealings[0].discard(StagedTask(case_id(number), lost))
            await recorder.record(batch(number, first, first + 1, real))
            await late
            await sealings[1].discard(StagedTask(case_id(number), lost))
            await sealings[1].confirm(StagedTask(case_id(number), real))

    async def seal(sealing: PostgresSealing):
        while not ended.is_set():
            await sealing.seal_durable(3)
        await sealing.seal_durable(1000)

    sealers = [asyncio.create_task(seal(sealing)) for sealing in sealings]
    await asyncio.gather(*(write(number) for number in range(6)))
    ended.set()
    await asyncio.gather(*sealers)

    assert await sizes(pool) == (84, 84, 36, 0)
    reading = PostgresReading(pool)
    for number in range(6):
        assert tuple(await reading.events(case_id(number))) == completed(number)
        assert await reading.state(case_id(number)) == fold(completed(number))


async def _heedless(recorder: PostgresRecorder, late) -> None:
    """Record for a lost task; it may be refused, and nobody hears of it."""
    await asyncio.gather(recorder.record(late), return_exceptions=True)

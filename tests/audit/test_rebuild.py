"""Rebuilding the read tables from the ledger."""

import asyncio

import pytest
from contracts.stories import batch, batches, completed, request_id

from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from audit.rebuild import LedgerUnsound, rebuild
from audit.verify import verify_ledger
from domain.requests.evolve import fold

pytestmark = pytest.mark.database


async def test_lost_and_altered_rows_come_back(pool: Pool):
    """After a rebuild the read table is the fold again, and recording goes on."""
    recorder, reading = PostgresRecorder(pool), PostgresReading(pool)
    for part in batches(1):
        await recorder.record(part)
    await recorder.record(batch(2, 1, 5))
    before = [await reading.by_request(request_id(number)) for number in (1, 2)]
    await pool.execute("DELETE FROM reading.requests WHERE place = 14; UPDATE reading.requests SET status = 'held'")

    assert await rebuild(pool) == 2

    assert [await reading.by_request(request_id(number)) for number in (1, 2)] == before
    await recorder.record(batch(2, 6))
    assert await reading.state(request_id(2)) == fold(completed(2))
    assert (await verify_ledger(pool, [], [])).ok


async def test_rebuilding_while_others_record(pool: Pool):
    """Recorders wait or go first; nothing of theirs is lost."""
    recorder = PostgresRecorder(pool)

    async def write(number: int):
        for part in batches(number):
            await recorder.record(part)

    await asyncio.gather(*(write(number) for number in range(6)), rebuild(pool), rebuild(pool))

    result = await verify_ledger(pool, [], [])
    assert result.ok, result.findings
    assert result.size == 6 * len(completed(0))


async def test_an_unsound_ledger_is_not_rebuilt_from(pool: Pool, tamper):
    """With a request's first event gone, the read tables stay as they are."""
    await PostgresRecorder(pool).record(batch(1, 1, 3))
    await tamper("DELETE FROM ledger.entries WHERE position = 0")

    with pytest.raises(LedgerUnsound):
        await rebuild(pool)

    assert await pool.fetchval("SELECT place FROM reading.requests") == 3

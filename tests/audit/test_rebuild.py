"""Rebuilding the read tables from the ledger."""

import asyncio

import pytest
from contracts.stories import batch, batches, case_id, completed, mark, otherwise
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool
from audit.rebuild import LedgerUnsound, rebuild
from audit.verify import verify_ledger
from domain.cases.staging import StagedTask
from domain.certificates.evolve import fold

pytestmark = pytest.mark.database


async def test_lost_and_altered_rows_come_back(pool: Pool):
    """After a rebuild the read table is the fold again, of sealed and staged events, and recording goes on."""
    recorder, reading = PostgresRecorder(pool), PostgresReading(pool)
    await seal_batches(pool, [*batches(1), batch(2, 1, 3)])
    await recorder.record(batch(2, 4, 5))
    before = [await reading.row(case_id(number)) for number in (1, 2)]
    await pool.execute("DELETE FROM reading.cases WHERE place = 14; UPDATE reading.cases SET status = 'held'")

    assert await rebuild(pool) == 2

    assert [await reading.row(case_id(number)) for number in (1, 2)] == before
    await recorder.record(batch(2, 6))
    assert await reading.state(case_id(2)) == fold(completed(2))
    assert (await verify_ledger(pool, [], [])).ok


async def test_rebuilding_while_others_record(pool: Pool):
    """Recorders, repeated tasks, the sealer: they wait or go first, and nothing of theirs is lost."""
    recorder, sealing = PostgresRecorder(pool), PostgresSealing(pool)

    async def write(number: int):
        for part in batches(number):
            lost = mark(part.mark.started - 5)
            await recorder.record(
                otherwise(number, part.first, lost) if part.first > 7 else batch(number, part.first, part.first, lost)
            )
            await recorder.record(part)
            await sealing.confirm(StagedTask(part.case_id, part.mark))
            await sealing.seal_durable(10)

    await asyncio.gather(*(write(number) for number in range(6)), rebuild(pool), rebuild(pool))

    result = await verify_ledger(pool, [], [])
    assert result.ok, result.findings
    assert (result.size, result.staged) == (6 * len(completed(0)), 0)


async def test_an_unsound_ledger_is_not_rebuilt_from(pool: Pool, tamper):
    """With a request's first event gone, the read tables stay as they are."""
    await seal_batches(pool, [batch(1, 1, 3)])
    await tamper("DELETE FROM ledger.entries WHERE position = 0")

    with pytest.raises(LedgerUnsound):
        await rebuild(pool)

    assert await pool.fetchval("SELECT place FROM reading.cases") == 3

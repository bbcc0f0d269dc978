"""What is on its way into the ledger: counted, folded, and told when it does not arrive."""

from pathlib import Path

import pytest
from contracts.stories import batch, case_id, completed, mark
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.entries import encode
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from audit.checkpoint import publish, read_checkpoint
from audit.findings import FindingCode as F
from audit.notes import Signer
from audit.verify import verify_ledger
from domain.certificates.procedure import CERTIFICATES

pytestmark = pytest.mark.database


async def test_without_staged_events_nothing_is_said_of_them(pool: Pool):
    """Everything sealed: none, and no age."""
    await seal_batches(pool, [batch(1, 1, 3, mark(3))])
    result = await verify_ledger(pool, [], [])

    assert (result.ok, result.size, result.staged, result.oldest_staged_seconds) == (True, 3, 0, None)


async def test_staged_events_are_counted_and_no_finding(pool: Pool):
    """Five on their way since a moment: the ledger verifies without them, and the read table with them."""
    await seal_batches(pool, [batch(1, 1, 3, mark(3))])
    await PostgresRecorder(pool).record(batch(1, 4, 6, mark(6)))
    await PostgresRecorder(pool).record(batch(2, 1, 2, mark(3)))
    result = await verify_ledger(pool, [], [])

    assert result.ok, result.findings
    assert (result.size, result.staged) == (3, 5)
    assert result.oldest_staged_seconds is not None
    assert 0 <= result.oldest_staged_seconds < 60


async def test_events_that_do_not_arrive_are_told(pool: Pool):
    """Older than ten minutes: their request is suspended, or the engine has lost it; somebody must look."""
    recorder = PostgresRecorder(pool)
    for number in (1, 2):
        await recorder.record(batch(number, 1, 2, mark(3)))
    await pool.execute(
        "UPDATE ledger.staged SET staged_at = now() - interval '11 minutes' WHERE case_id = $1", case_id(2)
    )
    result = await verify_ledger(pool, [], [])

    assert [(finding.code, finding.case_id) for finding in result.findings] == [(F.STAGED_TOO_LONG, case_id(2))]
    assert result.oldest_staged_seconds is not None
    assert 660 <= result.oldest_staged_seconds < 720


async def test_a_staged_event_changed_by_hand_is_told(pool: Pool):
    """The read table no longer is the fold of what is known; the place is named as staged."""
    await PostgresRecorder(pool).record(batch(1, 1, 7, mark(3)))
    forged = encode(case_id(1), 7, CERTIFICATES.write(completed(1)[6].model_copy(update={"by": "examiner-9"})))
    await pool.execute("UPDATE ledger.staged SET entry = $1 WHERE place = 7", forged)
    assert {finding.code for finding in (await verify_ledger(pool, [], [])).findings} == {F.PROJECTION_DIFFERS}

    await pool.execute("DELETE FROM ledger.staged WHERE place = 6")
    gap = next(found for found in (await verify_ledger(pool, [], [])).findings if found.code is F.PLACE_GAP)
    assert gap.where == "staged, place 7"


async def test_a_checkpoint_covers_what_is_sealed(pool: Pool, tmp_path: Path, signer: Signer):
    """Staged events may still be taken back: they are not signed for."""
    await seal_batches(pool, [batch(1, 1, 3, mark(3))])
    await PostgresRecorder(pool).record(batch(1, 4, 6, mark(6)))
    path = await publish(pool, signer, tmp_path)

    assert read_checkpoint(path, [signer.verifier]).size == 3

"""The index of archived histories."""

import pytest
from contracts.recorder import Sealed
from contracts.stories import START, batch, case_id, closed

from adapters.postgres.archive import ArchivedHistory, PostgresArchive
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from audit.rebuild import rebuild
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database
HISTORY = ArchivedHistory(
    case_id=case_id(1),
    workflow_id=f"case/{case_id(1)}",
    run_id="run-1",
    sha256="ab" * 32,
    path="2026/11/run-1.json",
    archived_at=START,
)


async def test_closed_requests_are_listed_until_archived(pool: Pool, recorder: PostgresRecorder):
    """Open requests are not listed; a closed one is, until a run of it is in the index."""
    archive = PostgresArchive(pool)
    for part in closed(1):
        await recorder.record(part)
    await recorder.record(batch(2, 1, 6))
    assert await archive.unarchived(10) == (case_id(1),)

    await archive.add(HISTORY)

    assert await archive.unarchived(10) == ()
    assert await archive.of_case(case_id(1)) == (HISTORY,)


async def test_an_archived_run_is_one_file_for_ever(pool: Pool):
    """The same file twice is once; another file for the same run is refused."""
    archive = PostgresArchive(pool)
    await archive.add(HISTORY)
    await archive.add(HISTORY)

    with pytest.raises(DomainError) as refused:
        await archive.add(HISTORY.model_copy(update={"sha256": "cd" * 32}))

    assert refused.value.code is ErrorCode.LEDGER_CONFLICT


async def test_the_archive_of_a_payment_alone_is_not_enough(pool: Pool, recorder: PostgresRecorder):
    """A request is listed until its own history is kept, whatever else of it is."""
    archive = PostgresArchive(pool)
    for part in closed(1):
        await recorder.record(part)

    await archive.add(HISTORY.model_copy(update={"workflow_id": f"fee-payment/pay-{case_id(1)}"}))

    assert await archive.unarchived(10) == (case_id(1),)


async def test_read_tables_made_anew_list_only_what_is_not_archived(
    pool: Pool, recorder: PostgresRecorder, sealed: Sealed
):
    """After a rebuild the archived request is as archived as before, and the other still to be."""
    archive = PostgresArchive(pool)
    for number in (1, 2):
        for part in closed(number):
            await recorder.record(part)
        await sealed(case_id(number))
    await archive.add(HISTORY)

    assert await rebuild(pool) == 2

    assert await archive.unarchived(10) == (case_id(2),)


async def test_a_request_whose_closing_was_lost_is_not_listed(pool: Pool, recorder: PostgresRecorder):
    """What was closed by a task that the engine lost is open again."""
    archive = PostgresArchive(pool)
    for part in closed(1):
        await recorder.record(part)

    await pool.execute("UPDATE reading.cases SET closed = false")

    assert await archive.unarchived(10) == ()

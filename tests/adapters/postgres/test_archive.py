"""The index of archived histories."""

import pytest
from contracts.stories import START, batch, batches, request_id

from adapters.postgres.archive import ArchivedHistory, PostgresArchive
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database
HISTORY = ArchivedHistory(
    request_id=request_id(1),
    workflow_id=f"certificate-request/{request_id(1)}",
    run_id="run-1",
    sha256="ab" * 32,
    path="2026/11/run-1.json",
    archived_at=START,
)


async def test_closed_requests_are_listed_until_archived(pool: Pool, recorder: PostgresRecorder):
    """Open requests are not listed; a closed one is, until a run of it is in the index."""
    archive = PostgresArchive(pool)
    for part in batches(1):
        await recorder.record(part)
    await recorder.record(batch(2, 1, 6))
    assert await archive.unarchived(10) == (request_id(1),)

    await archive.add(HISTORY)

    assert await archive.unarchived(10) == ()
    assert await archive.of_request(request_id(1)) == (HISTORY,)


async def test_an_archived_run_is_one_file_for_ever(pool: Pool):
    """The same file twice is once; another file for the same run is refused."""
    archive = PostgresArchive(pool)
    await archive.add(HISTORY)
    await archive.add(HISTORY)

    with pytest.raises(DomainError) as refused:
        await archive.add(HISTORY.model_copy(update={"sha256": "cd" * 32}))

    assert refused.value.code is ErrorCode.LEDGER_CONFLICT

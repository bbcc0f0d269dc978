"""A recorded ledger with its checkpoints, and the means to tamper with it."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from contracts.stories import batch, batches
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.session import Pool
from audit.checkpoint import publish
from audit.findings import FindingCode
from audit.merkle import Frontier, leaf_hash
from audit.notes import Signer
from audit.rebuild import rebuild
from audit.verify import verify_ledger

SIGNER = Signer("city.example/ledger", b"s" * 32)
Codes = Callable[..., Awaitable[set[FindingCode]]]
Tamper = Callable[..., Awaitable[None]]


@pytest.fixture
def signer() -> Signer:
    """The ledger's signer."""
    return SIGNER


@pytest.fixture
async def folder(pool: Pool, tmp_path: Path) -> Path:
    """Checkpoints of a ledger of 31 entries: at 14 (request 1), at 28 (request 2), and three entries after it."""
    for number in (1, 2):
        await seal_batches(pool, batches(number))
        await publish(pool, SIGNER, tmp_path)
    await seal_batches(pool, [batch(3, 1, 3)])
    return tmp_path


@pytest.fixture
def codes(pool: Pool, folder: Path) -> Codes:
    """Verify with the checkpoints (or those of other folders) and return the codes found."""

    async def verify(*folders: Path) -> set[FindingCode]:
        result = await verify_ledger(pool, folders or [folder], [SIGNER.verifier])
        return {finding.code for finding in result.findings}

    return verify


@pytest.fixture
def tamper(pool: Pool) -> Tamper:
    """Run statements as the superuser who steps around the triggers."""

    async def run(*statements: str, args: Sequence[object] = ()) -> None:
        async with pool.acquire() as session, session.transaction():
            await session.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                await session.execute(statement, *args)

    return run


@pytest.fixture
def mend_everything(pool: Pool) -> Callable[[], Awaitable[None]]:
    """The thorough forger: make positions, hashes, frontier and read tables agree with the entries that stand now."""

    async def mend() -> None:
        async with pool.acquire() as session, session.transaction():
            await session.execute("SET LOCAL session_replication_role = replica")
            await session.execute(
                "CREATE TEMP TABLE renumbered ON COMMIT DROP AS SELECT row_number() OVER (ORDER BY position) - 1 AS position,"
                " case_id, row_number() OVER (PARTITION BY case_id ORDER BY position) AS place, entry, recorded_at"
                " FROM ledger.entries"
            )
            await session.execute("DELETE FROM ledger.entries")
            await session.execute(
                "INSERT INTO ledger.entries SELECT position, case_id, place, entry,"
                " sha256('\\x00'::bytea || entry), recorded_at FROM renumbered"
            )
            frontier = Frontier()
            for row in await session.fetch("SELECT entry FROM ledger.entries ORDER BY position"):
                frontier.append(leaf_hash(row["entry"]))
            await session.execute("UPDATE ledger.tree SET size = $1, peaks = $2", frontier.size, frontier.peaks)
        await rebuild(pool)

    return mend

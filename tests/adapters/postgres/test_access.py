"""Openings are entries of the ledger: in order, at once, findable, and nobody takes one away unseen."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from contracts.stories import batches, case_id
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.access import PostgresAccess
from adapters.postgres.entries import encode_opening
from adapters.postgres.session import Pool
from audit.checkpoint import publish
from audit.findings import FindingCode
from audit.notes import Signer
from audit.rebuild import rebuild
from audit.verify import verify_ledger
from domain.cases.access import AccessGround, Opening
from domain.certificates.disclosure import Part
from domain.japan import JAPAN

pytestmark = pytest.mark.database
SIGNER = Signer("city.example/ledger", b"s" * 32)


def opening(number: int, officer: str = "officer-sato", part: Part = Part.APPLICATION) -> Opening:
    now = datetime.now(UTC)
    return Opening(case_id=case_id(number), officer=officer, part=part, ground=AccessGround.HOLD, at=now)


async def test_openings_are_listed_newest_first_by_officer_case_and_day(pool: Pool) -> None:
    """What was recorded is found again, as it was."""
    access = PostgresAccess(pool)
    kept = [opening(1), opening(2, "officer-suzuki", Part.FINDING), opening(1, "officer-suzuki")]
    for each in kept:
        await access.record(each)
    today = datetime.now(JAPAN).date()
    assert list(await access.openings()) == kept[::-1]
    assert list(await access.openings(officer="officer-suzuki")) == [kept[2], kept[1]]
    assert list(await access.openings(case_id=case_id(1))) == [kept[2], kept[0]]
    assert list(await access.openings(officer="officer-suzuki", case_id=case_id(1))) == [kept[2]]
    assert len(await access.openings(day=today)) == 3
    assert await access.openings(day=today - timedelta(days=1)) == ()
    assert await access.openings(day=date(1, 1, 2)) == ()
    assert len(await access.openings(limit=2)) == 2
    assert await access.openings(officer="officer-' OR true --") == ()


async def test_openings_at_one_instant_are_each_recorded_once(pool: Pool) -> None:
    """Twenty people open one case while others' events are sealed: no opening waits for another try or is lost."""
    access = PostgresAccess(pool)
    people = [opening(1, f"officer-{number}") for number in range(20)]
    await asyncio.gather(seal_batches(pool, batches(1)), *(access.record(each) for each in people))
    assert {each.officer for each in await access.openings()} == {each.officer for each in people}
    assert (await verify_ledger(pool, [], [SIGNER.verifier])).ok


async def test_the_ledger_with_openings_verifies_and_is_rebuilt_without_them(pool: Pool, tmp_path: Path) -> None:
    """They stand under the tree that checkpoints sign, and are no events of any request."""
    await seal_batches(pool, batches(1))
    await PostgresAccess(pool).record(opening(1))
    await publish(pool, SIGNER, tmp_path)
    assert (await verify_ledger(pool, [tmp_path], [SIGNER.verifier])).ok
    assert await rebuild(pool) == 1
    assert (await verify_ledger(pool, [tmp_path], [SIGNER.verifier])).ok


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("DELETE FROM ledger.entries WHERE case_id LIKE 'access/%'", {FindingCode.LEDGER_SHORTER}),
        (
            "UPDATE ledger.entries SET entry = $1 WHERE case_id LIKE 'access/%'",
            {FindingCode.LEAF_DIFFERS, FindingCode.LEDGER_REWRITTEN},
        ),
        (
            "UPDATE ledger.entries SET entry = $1, leaf = sha256('\\x00'::bytea || $1) WHERE case_id LIKE 'access/%'",
            {FindingCode.LEDGER_REWRITTEN},
        ),
    ],
)
async def test_an_opening_that_was_taken_away_or_altered_is_found(
    pool: Pool, tmp_path: Path, change: str, codes: set[FindingCode]
) -> None:
    """Also by the database's superuser, since the newest checkpoint."""
    await seal_batches(pool, batches(1))
    await PostgresAccess(pool).record(opening(1))
    await publish(pool, SIGNER, tmp_path)
    args = [encode_opening(1, opening(1, "officer-else"))] if "$1" in change else []
    async with pool.acquire() as session, session.transaction():
        await session.execute("SET LOCAL session_replication_role = replica")
        await session.execute(change, *args)
    found = {each.code for each in (await verify_ledger(pool, [tmp_path], [SIGNER.verifier])).findings}
    assert found >= codes


async def test_what_is_no_opening_is_found_among_them(pool: Pool) -> None:
    """An entry in an openings' stream that is none, or names another case, is told as unreadable."""
    for number, entry in enumerate((b'{"place":1,"case_id":"access/x"}', encode_opening(2, opening(2)))):
        await pool.execute("SELECT ledger.append($1, $2, $3)", "access/x", number + 1, [entry])
    found = [each.code for each in (await verify_ledger(pool, [], [SIGNER.verifier])).findings]
    assert found.count(FindingCode.ENTRY_UNREADABLE) == 2

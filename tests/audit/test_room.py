"""What auditors read on pages, from a real ledger."""

from datetime import timedelta
from pathlib import Path

import pytest
from contracts.stories import case_id, completed

from adapters.postgres.reading import PostgresReading
from adapters.postgres.session import Pool
from audit.notes import Signer
from audit.room import AuditRoom
from domain.office.stories import Search

pytestmark = pytest.mark.database


@pytest.fixture
def room(pool: Pool, folder: Path, signer: Signer) -> AuditRoom:
    """The room over the ledger."""
    return AuditRoom(pool, PostgresReading(pool), signer.verifier)


async def test_a_case_is_told_and_proved(room: AuditRoom):
    story, proof = await room.story(case_id(1)), await room.prove(case_id(1))

    assert [step.place for step in story.steps] == list(range(1, len(completed(1)) + 1))
    assert (proof.ok, proof.covered, proof.entries) == (True, len(story.steps), len(story.steps))


async def test_a_list_that_says_otherwise_is_told(room: AuditRoom, pool: Pool):
    await pool.execute("UPDATE reading.cases SET status = 'verifying' WHERE case_id = $1", case_id(1))

    proof = await room.prove(case_id(1))

    assert (proof.ok, proof.same_row, proof.faults) == (False, False, ())


async def test_events_are_found_by_who_and_what(room: AuditRoom, pool: Pool):
    now = await pool.fetchval("SELECT now()")
    window = {"since": now - timedelta(days=1), "until": now + timedelta(days=1)}
    event = next(each for each in completed(1) if each.by.startswith("officer-"))

    found = await room.search(Search(**window, by=event.by, type=event.type))

    assert {each.told.who for each in found} == {f"職員 {event.by}"}
    assert {each.case_id for each in found} >= {case_id(1)}
    assert await room.search(Search(**window, by="officer-nobody")) == ()
    assert await room.search(Search(now + timedelta(days=1), now + timedelta(days=2))) == ()


async def test_checkpoints_of_our_key_are_listed_newest_first(room: AuditRoom):
    assert [each.size for each in await room.checkpoints(5)] == [28, 14]
    assert [each.size for each in await room.checkpoints(5, 28)] == [14]

"""Batches of letters in Postgres: each letter in one first printing, whoever presses when."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from contracts.stories import batch, case_id, said

from adapters.postgres.certificates.print_batches import PostgresPrintBatches
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from adapters.postgres.tracking_numbers import PostgresTrackingNumbers
from domain.certificates.print_batches import ReprintReason
from domain.japan import JAPAN

pytestmark = pytest.mark.database
NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
READY = 11  # events up to a certificate that is made
APPLICANT = "22" * 16


@pytest.fixture
def batches(pool: Pool) -> PostgresPrintBatches:
    """The batches."""
    return PostgresPrintBatches(pool)


@pytest.fixture
async def three(recorder: PostgresRecorder) -> None:
    """Three cases whose letters are ready, and one that is examined."""
    for number in (1, 2, 3):
        await recorder.record(batch(number, 1, READY))
    await recorder.record(batch(4, 1, 7))


@pytest.mark.usefixtures("three")
async def test_what_is_ready_is_printed_once_in_order(batches: PostgresPrintBatches):
    """The same act again is the same batch; another finds nothing left."""
    assert await batches.waiting(100, None) == 3
    made = await batches.print_ready("officer-a/page-1", "officer-a", NOW, None)
    assert made is not None
    assert (made.case_ids, made.reason, made.officer) == (tuple(map(case_id, (1, 2, 3))), None, "officer-a")
    assert await batches.print_ready("officer-a/page-1", "officer-a", NOW + timedelta(1), None) == made
    assert await batches.print_ready("officer-b/page-2", "officer-b", NOW, None) is None
    assert await batches.waiting(100, None) == 0
    assert await batches.batch(made.number) == made
    assert list(await batches.newest(5)) == [made]


@pytest.mark.usefixtures("three")
async def test_many_who_press_at_once_share_the_letters(batches: PostgresPrintBatches):
    """No letter is in two batches, none is forgotten."""
    acts = (batches.print_ready(f"officer-{each}/page", f"officer-{each}", NOW, None) for each in range(8))
    made = [each for each in await asyncio.gather(*acts) if each is not None]
    assert sorted(case for each in made for case in each.case_ids) == sorted(map(case_id, (1, 2, 3)))


@pytest.mark.usefixtures("three")
async def test_a_reprint_has_its_reason_and_may_be_made_often(batches: PostgresPrintBatches):
    """One of a letter that was never printed is its first printing, too."""
    again = [
        await batches.print_again(f"officer-a/again-{number}", "officer-a", NOW, [case_id(1)], ReprintReason.LOST)
        for number in (1, 2, 2)
    ]
    assert again[1] == again[2]
    assert [each.case_ids for each in again] == [(case_id(1),)] * 3
    assert again[0].reason is ReprintReason.LOST
    assert await batches.waiting(100, None) == 2


@pytest.mark.usefixtures("three")
async def test_nobody_prints_their_own_letter(batches: PostgresPrintBatches):
    """Officers who live in the city have a person's hash, and so have their requests."""
    assert await batches.waiting(100, APPLICANT) == 0
    assert await batches.print_ready("officer-a/page-1", "officer-a", NOW, APPLICANT) is None


@pytest.mark.usefixtures("three")
async def test_the_count_ends_at_its_bound(batches: PostgresPrintBatches):
    """It never reads more of the table than it tells."""
    assert await batches.waiting(2, None) == 2


async def test_a_manifest_has_the_letters_confirmed_that_day(
    batches: PostgresPrintBatches, recorder: PostgresRecorder, numbers: PostgresTrackingNumbers
):
    """A number that is claimed and came to nothing is no letter."""
    story = batch(1, 1, 13)
    await recorder.record(story)
    number = next(each.tracking_number for each in said(story) if each.type == "dispatch_confirmed")
    await numbers.claim(number, case_id(1))
    await recorder.record(batch(2, 1, READY))
    await numbers.claim("99999999993", case_id(2))
    today = datetime.now(JAPAN).date()
    (posted,) = await batches.posted(today)
    assert (posted.tracking_number, posted.weight_grams) == (number, 14)
    assert await batches.posted(today - timedelta(days=1)) == ()

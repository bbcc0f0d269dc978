"""Claims on tracking numbers in Postgres: the contract, and how long a number stays a case's."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from contracts.stories import batch, case_id, said
from contracts.tracking_numbers import NUMBER, TAKEN, TrackingNumbersContract, holder_of

from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from adapters.postgres.tracking_numbers import PostgresTrackingNumbers

pytestmark = pytest.mark.database
A, B = case_id(1), case_id(2)


class TestPostgresTrackingNumbers(TrackingNumbersContract):
    """The contract."""


@pytest.fixture
async def posted(recorder: PostgresRecorder, numbers: PostgresTrackingNumbers) -> str:
    """A case whose letter is under way, with its number."""
    story = batch(1, 1, 13)
    await recorder.record(story)
    number: str = next(event.tracking_number for event in said(story) if event.type == "dispatch_confirmed")
    await numbers.claim(number, A)
    await numbers.handed_over(number, A, TAKEN)
    return number


async def _closed(pool: Pool) -> None:
    await pool.execute("UPDATE reading.cases SET closed = true")


async def test_a_closed_case_needs_its_number_no_longer(pool: Pool, numbers: PostgresTrackingNumbers, posted: str):
    """The post gives it out again months later; each letter's news goes to the letter of that day."""
    assert await holder_of(numbers, B, posted) == A
    await _closed(pool)
    assert await holder_of(numbers, B, posted) is None

    later = TAKEN + timedelta(days=200)
    await numbers.handed_over(posted, B, later)
    days = {0: A, 199: A, 200: B, 300: B}
    assert {day: await numbers.bearer(posted, TAKEN + timedelta(days=day)) for day in days} == days
    assert await holder_of(numbers, A, posted) == B


async def test_a_race_for_a_number_that_has_just_become_free_has_one_winner(
    pool: Pool, numbers: PostgresTrackingNumbers, posted: str
):
    """Freeing and claiming are one step."""
    await _closed(pool)
    holders = await asyncio.gather(*(holder_of(numbers, f"case-{each}", posted) for each in range(9)))
    assert holders.count(None) == 1
    borne = await pool.fetchval("SELECT count(*) FROM effects.tracking_numbers WHERE NOT free")
    assert borne == 1


@pytest.mark.parametrize(("minutes", "holder"), [(59, "lost"), (61, None)])
async def test_a_claim_of_which_nothing_came_ends_after_an_hour(
    pool: Pool, numbers: PostgresTrackingNumbers, minutes: int, holder: str | None
):
    """Whoever typed it died before the decision was taken."""
    await numbers.claim(NUMBER, "lost")
    await _aged(pool, minutes)
    assert await holder_of(numbers, B) == holder


async def test_a_claim_its_case_knows_of_never_ends_by_itself(
    pool: Pool, recorder: PostgresRecorder, numbers: PostgresTrackingNumbers
):
    """The post has not answered for days: the letter may be under way."""
    story = batch(1, 1, 12)
    await recorder.record(story)
    number = said(story)[-1].tracking_number
    await numbers.claim(number, A)
    await _aged(pool, 60 * 24 * 9)
    assert await holder_of(numbers, B, number) == A


async def _aged(pool: Pool, minutes: int) -> None:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    await pool.execute("UPDATE effects.tracking_numbers SET claimed_at = $1", at)

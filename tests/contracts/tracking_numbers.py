"""What every keeper of tracking numbers does (domain.ports.TrackingNumbers). A test class gives `numbers`."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import DomainError, ErrorCode
from domain.ports import TrackingNumbers

NUMBER, OTHER = "12345678903", "12345678914"
TAKEN = datetime(2026, 11, 24, 6, tzinfo=UTC)


async def holder_of(numbers: TrackingNumbers, case_id: str, number: str = NUMBER) -> str | int | None:
    """Claim a number for a case; return the other case that has it, None when the claim stands."""
    try:
        await numbers.claim(number, case_id)
    except DomainError as refused:
        return refused.facts["case_id"] if refused.code is ErrorCode.TRACKING_NUMBER_IN_USE else refused.code
    return None


class TrackingNumbersContract:
    """Behaviour shared by all keepers."""

    async def test_a_number_is_one_cases(self, numbers: TrackingNumbers):
        """Whoever types it on a second case is told which case has it; other numbers are free."""
        assert await numbers.claim(NUMBER, "a")
        assert await holder_of(numbers, "b") == "a"
        assert await holder_of(numbers, "b", OTHER) is None

    async def test_the_same_case_claims_again(self, numbers: TrackingNumbers):
        """A repeated decision is no second letter, and is told that the claim stood already."""
        assert await numbers.claim(NUMBER, "a")
        assert not await numbers.claim(NUMBER, "a")

    async def test_of_many_at_one_instant_one_gets_it(self, numbers: TrackingNumbers):
        """Ten dispatchers, ten cases, one label."""
        holders = await asyncio.gather(*(holder_of(numbers, f"case-{each}") for each in range(10)))
        assert holders.count(None) == 1
        winner = f"case-{holders.index(None)}"
        assert set(holders) == {None, winner}

    async def test_a_number_the_post_refused_is_free(self, numbers: TrackingNumbers):
        """The label goes on another envelope, whose case claims it."""
        await numbers.claim(NUMBER, "a")
        await numbers.release(NUMBER, "a")
        assert await holder_of(numbers, "b") is None
        assert await holder_of(numbers, "a") == "b"

    async def test_nobody_gives_back_anothers_number(self, numbers: TrackingNumbers):
        """A late release of a case that lost changes nothing."""
        await numbers.claim(NUMBER, "a")
        await numbers.release(NUMBER, "b")
        assert await holder_of(numbers, "b") == "a"

    async def test_a_letter_that_left_keeps_its_number(self, numbers: TrackingNumbers):
        """Releasing comes too late: the post has it."""
        await numbers.claim(NUMBER, "a")
        await numbers.handed_over(NUMBER, "a", TAKEN)
        await numbers.release(NUMBER, "a")
        assert await holder_of(numbers, "b") == "a"

    @pytest.mark.parametrize("after", [timedelta(0), timedelta(microseconds=1), timedelta(days=30)])
    async def test_the_posts_word_finds_the_letter_that_bore_the_number_then(
        self, numbers: TrackingNumbers, after: timedelta
    ):
        """From the instant of the hand-over on."""
        await numbers.claim(NUMBER, "a")
        await numbers.handed_over(NUMBER, "a", TAKEN)
        assert await numbers.bearer(NUMBER, TAKEN + after) == "a"

    async def test_an_older_letters_word_is_nobodys(self, numbers: TrackingNumbers):
        """The number was on somebody else's letter before ours was handed over."""
        await numbers.claim(NUMBER, "a")
        await numbers.handed_over(NUMBER, "a", TAKEN)
        assert await numbers.bearer(NUMBER, TAKEN - timedelta(seconds=1)) is None
        assert await numbers.bearer(OTHER, TAKEN) is None

    async def test_the_post_may_be_quicker_than_we(self, numbers: TrackingNumbers):
        """It tells of a letter whose hand-over we are about to note."""
        await numbers.claim(NUMBER, "a")
        assert await numbers.bearer(NUMBER, TAKEN) == "a"

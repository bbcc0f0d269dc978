"""Waiting is bounded and says what was missing."""

import pytest

from bench.load.waiting import NotInTimeError, until


async def test_it_ends_when_nothing_is_left():
    """The question is asked until its answer is 0."""
    left = [3, 1, 0]

    async def question() -> int:
        return left.pop(0)

    await until(question, within=5.0, every=0.0, what="things")
    assert left == []


async def test_it_gives_up():
    """What does not come about is told with what is left of it."""

    async def question() -> int:
        return 7

    with pytest.raises(NotInTimeError, match="7 things"):
        await until(question, within=0.0, every=0.0, what="things")

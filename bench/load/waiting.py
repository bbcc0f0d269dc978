"""Waiting for something outside, bounded, with a line of progress now and then."""

import asyncio
import time
from collections.abc import Awaitable, Callable

Say = Callable[[str], None]

_SAY_EVERY = 15.0  # seconds


class NotInTimeError(Exception):
    """What was waited for did not come about."""


async def until(
    question: Callable[[], Awaitable[int]], *, within: float, every: float, what: str, say: Say | None = None
) -> float:
    """Ask how much is left until it is 0; return the seconds it took. Raises NotInTimeError."""
    start = last = time.monotonic()
    while left := await question():
        now = time.monotonic()
        if now - start > within:
            raise NotInTimeError(f"{left} {what} after {within:.0f} s")
        if say is not None and now - last > _SAY_EVERY:
            last = now
            say(f"  {left} {what}")
        await asyncio.sleep(every)
    return time.monotonic() - start

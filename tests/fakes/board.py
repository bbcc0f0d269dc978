"""A place to wait for what happens in the fakes, without sleeping."""

import asyncio
from collections.abc import Callable

_WITHIN = 60.0  # seconds of real time; a step takes milliseconds, a crowded machine much longer


class Board:
    """Wakes whoever waits whenever something has changed."""

    def __init__(self) -> None:
        self._waiters: list[asyncio.Future[None]] = []

    def changed(self) -> None:
        """Wake everybody, so that they look again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, holds: Callable[[], bool], within: float = _WITHIN) -> None:
        """Wait until the condition holds. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not holds():
                waiter = asyncio.get_running_loop().create_future()
                self._waiters.append(waiter)
                await waiter

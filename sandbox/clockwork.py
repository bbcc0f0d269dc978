"""A loop that does what is due, sleeps until the next thing is, and wakes early when it is called."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

Step = Callable[[], Awaitable[datetime | None]]  # does what is due; returns when the next thing is, None for nothing


class Clockwork:
    """Runs one step again and again."""

    def __init__(self, name: str, step: Step, clock: Callable[[], datetime]) -> None:
        self.name = name
        self._step = step
        self._clock = clock
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look again now."""
        self._wake.set()

    async def run(self) -> None:
        """Run until cancelled, or until a step fails."""
        while True:
            self._wake.clear()
            due = await self._step()
            wait = None if due is None else max(0.0, (due - self._clock()).total_seconds())
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

"""How much memory a process takes at most while something goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psutil

_EVERY = 0.1  # seconds


class Peak:
    """The largest resident set seen, in bytes."""

    def __init__(self) -> None:
        self.size = 0

    def look(self, pid: int) -> None:
        """Look at a process once; one that has ended has none."""
        with suppress(psutil.Error):
            self.size = max(self.size, psutil.Process(pid).memory_info().rss)


@asynccontextmanager
async def watched(pid: int) -> AsyncIterator[Peak]:
    """Watch a process inside the block, ten times a second."""
    peak = Peak()

    async def watch() -> None:
        while True:
            peak.look(pid)
            await asyncio.sleep(_EVERY)

    task = asyncio.create_task(watch())
    try:
        yield peak
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        peak.look(pid)

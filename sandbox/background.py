"""Background tasks with an owner that sees them fail: the first fault ends the city, and is told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any


class Background:
    """Runs the city's tasks, none of which ends by itself. The first that does all the same leaves its fault here."""

    def __init__(self) -> None:
        self.fault: BaseException | None = None
        self._listeners: list[Callable[[], None]] = []

    def at_a_fault(self, listener: Callable[[], None]) -> None:
        """Call somebody at the first fault."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def running(self, name: str, work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
        """Run a task while inside; cancel it after."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or self.fault is not None:
            return
        self.fault = task.exception() or RuntimeError(f"{task.get_name()} has ended")
        for listener in self._listeners:
            listener()

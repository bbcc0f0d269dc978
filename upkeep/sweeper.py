"""The sweeper: every acknowledged submission gets its workflow, though the engine was down when it came."""

from collections.abc import Awaitable, Callable

from domain.ports import Intake
from domain.requests.submission import StartOrder

_AT_ONCE = 50


class Sweeper:
    """Starts what waits at the counter; starting twice is harmless."""

    def __init__(self, intake: Intake, start: Callable[[StartOrder], Awaitable[None]]) -> None:
        self._intake = intake
        self._start = start

    async def sweep(self) -> int:
        """Start waiting submissions, oldest first, and return how many. Raises PortUnavailable."""
        waiting = await self._intake.waiting(_AT_ONCE)
        for order in waiting:
            await self._start(order)
            await self._intake.started(order.request_id)
        return len(waiting)

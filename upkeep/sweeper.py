"""The sweeper: every acknowledged submission gets its workflow, though the engine was down when it came."""

from collections.abc import Awaitable, Callable

from domain.errors import PortUnavailable
from domain.ports import Intake
from domain.requests.submission import StartOrder

_AT_ONCE = 50
_ENGINE_IS_DOWN = 3  # failures in one round


class Sweeper:
    """Starts what waits at the counter; starting twice is harmless."""

    def __init__(self, intake: Intake, start: Callable[[StartOrder], Awaitable[None]]) -> None:
        self._intake = intake
        self._start = start
        self._failed: set[str] = set()  # in the last round

    async def sweep(self) -> int:
        """Start waiting submissions, oldest first, and return how many. Raises PortUnavailable after the round.

        An order the engine will not take stands in nobody's way: next time it comes last. Three in one round mean that
        the engine is down.
        """
        started, failures = 0, dict[str, PortUnavailable]()
        waiting = await self._intake.waiting(_AT_ONCE)
        for order in sorted(waiting, key=lambda order: order.request_id in self._failed):
            try:
                await self._start(order)
            except PortUnavailable as error:
                failures[order.request_id] = error
                if len(failures) == _ENGINE_IS_DOWN:
                    break
                continue
            await self._intake.started(order.request_id)
            started += 1
        self._failed = set(failures)
        if failures:
            raise next(iter(failures.values()))
        return started

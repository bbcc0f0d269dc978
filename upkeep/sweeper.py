"""The sweeper: every acknowledged case gets its workflow, though the engine was down when it came."""

from collections.abc import Awaitable, Callable, Mapping

from domain.cases.ports import Intake
from domain.cases.submission import StartOrder
from domain.errors import PortUnavailable

_AT_ONCE = 50
_ENGINE_IS_DOWN = 3  # failures in one round


Start = Callable[[StartOrder], Awaitable[None]]


class Sweeper:
    """Starts what waits at the counter; starting twice is harmless.

    `starts` says how, by the procedure's name. A case of any other procedure waits (the backlog counts it) and stands in
    nobody's way.
    """

    def __init__(self, intake: Intake, starts: Mapping[str, Start]) -> None:
        self._intake = intake
        self._starts = starts
        self._failed: list[str] = []  # and wait still, the longest ago first

    async def sweep(self) -> int:
        """Start waiting cases, oldest first, and return how many. Raises PortUnavailable after the round.

        An order the engine will not take stands in nobody's way: from then on it comes last. Three in one round mean
        that the engine is down.
        """
        started, failures = 0, dict[str, PortUnavailable]()
        waiting = await self._intake.waiting(_AT_ONCE + len(self._failed), self._starts.keys())
        here = {order.case_id for order in waiting}
        turns = {case_id: turn for turn, case_id in enumerate(self._failed)}
        for order in sorted(waiting, key=lambda order: turns.get(order.case_id, -1)):
            try:
                await self._starts[order.procedure](order)
            except PortUnavailable as error:
                failures[order.case_id] = error
                if len(failures) == _ENGINE_IS_DOWN:
                    break
                continue
            await self._intake.started(order.case_id)
            here.discard(order.case_id)
            started += 1
        self._failed = [each for each in self._failed if each in here and each not in failures] + list(failures)
        if failures:
            raise next(iter(failures.values()))
        return started

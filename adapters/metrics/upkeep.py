"""How the work beside the procedures goes: when each task last ended well, and how much it has done."""

import time
from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Counter, Gauge


class UpkeepMetrics:
    """Looks over the shoulder of tasks that are repeated."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ended = Gauge(
            "madoguchi_upkeep_last_success_timestamp_seconds",
            "When a task of the upkeep last ended well.",
            ["task"],
            registry=registry,
        )
        self._done = Counter("madoguchi_upkeep_done", "What tasks of the upkeep did.", ["task"], registry=registry)

    def seen(self, name: str, work: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
        """Return the work, watched. It counts as begun well now: what never succeeds is late from here on."""
        ended, done = self._ended.labels(name), self._done.labels(name)
        ended.set(time.time())

        async def watched() -> int:
            amount = await work()
            ended.set(time.time())
            done.inc(amount)
            return amount

        return watched

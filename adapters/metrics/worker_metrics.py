"""All that a worker tells Prometheus, in one value that its composition root holds."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from importlib import metadata
from math import nan
from pathlib import Path
from typing import TypeVar

from prometheus_client import CollectorRegistry, Gauge

from adapters.metrics.backlog import BacklogMetrics
from adapters.metrics.checkpoints import CheckpointMetrics
from adapters.metrics.disks import Disks
from adapters.metrics.outside_calls import OutsideCalls
from adapters.metrics.page import MetricsPage, new_registry
from adapters.metrics.reachable import Reachable
from adapters.metrics.refusals import Refusals
from adapters.metrics.unserved import UnservedMetrics
from adapters.metrics.upkeep import UpkeepMetrics
from adapters.postgres.backlog import Backlog
from adapters.readiness import Probe
from domain.procedures import PROCEDURES

# The coroutine methods of the ports, as `domain/ports.py` has them.
CALLS = {
    "registry": ("look_up", "record", "seal"),
    "post": ("hand_over", "track"),
    "payment": ("create", "read", "close", "give_back", "read_refund"),
    "mail": ("send",),
    "jpki_crl": ("fetch",),
}
P = TypeVar("P")


class WorkerMetrics:
    """`page` is what is served; the rest is told as things happen."""

    def __init__(self, folders: Mapping[str, Path], of_the_engine: Callable[[], Awaitable[bytes]]) -> None:
        registry = new_registry(metadata.version("madoguchi"))
        self.page = MetricsPage(registry, of_the_engine)
        self.upkeep = UpkeepMetrics(registry)
        self.checkpoints = CheckpointMetrics(registry)
        self.reachable = Reachable(registry)
        self.refusals = Refusals(registry)
        self._registry: CollectorRegistry = registry
        self._outside = OutsideCalls(registry)
        self._list_until = Gauge(
            "madoguchi_revocation_list_until_timestamp_seconds",
            "Until when the revocation list at hand is in force; not a number before the first was fetched.",
            registry=registry,
        )
        self._ready = Gauge("madoguchi_worker_ready", "1 while the worker takes work, else 0.", registry=registry)
        Disks(registry, folders)

    def measured(self, system: str, port: P) -> P:
        """Return a port of a system in CALLS, its calls measured."""
        return self._outside.measured(system, port, CALLS[system])

    def watch(
        self,
        backlog: Callable[[], Awaitable[Backlog]],
        probes: Mapping[str, Probe],
        ready: Callable[[], bool],
        list_until: Callable[[], datetime | None],
        unpolled: Callable[[Iterable[str]], Awaitable[Iterable[str]]],
    ) -> None:
        """Ask these from now on: what waits, who answers, whether we take work, how long the revocation list holds.

        `unpolled` tells which task queues nobody polls.
        """
        self.reachable.watch(probes)
        self.page.ask(self.reachable)
        self.page.ask(BacklogMetrics(self._registry, backlog))
        self.page.ask(UnservedMetrics(self._registry, (each.name for each in PROCEDURES), unpolled))
        self._ready.set_function(ready)
        self._list_until.set_function(lambda: until.timestamp() if (until := list_until()) else nan)

"""Procedures whose cases wait because no worker asks for their work."""

from collections.abc import Awaitable, Callable, Iterable

from prometheus_client import CollectorRegistry, Gauge


class UnservedMetrics:
    """A `Source`. `unpolled` tells which of the procedures' task queues nobody polls. Every worker shows the same."""

    def __init__(
        self,
        registry: CollectorRegistry,
        procedures: Iterable[str],
        unpolled: Callable[[Iterable[str]], Awaitable[Iterable[str]]],
    ) -> None:
        self._procedures = tuple(procedures)
        self._unpolled = unpolled
        self._gauge = Gauge(
            "madoguchi_procedure_unserved",
            "1 if no worker has asked for the procedure's work within two minutes: its cases wait; else 0.",
            ["procedure"],
            registry=registry,
        )

    async def refresh(self) -> None:
        """Ask the engine. Raises PortUnavailable, PortRejected."""
        waiting = frozenset(await self._unpolled(self._procedures))
        for name in self._procedures:
            self._gauge.labels(name).set(name in waiting)

    def forget(self) -> None:
        """Show none."""
        self._gauge.clear()

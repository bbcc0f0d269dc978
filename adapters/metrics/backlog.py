"""How much waits where, from the database."""

from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Gauge

from adapters.postgres.backlog import Backlog


class BacklogMetrics:
    """A `Source`. Every worker shows the same figures: rules take the largest, not the sum."""

    def __init__(self, registry: CollectorRegistry, read: Callable[[], Awaitable[Backlog]]) -> None:
        self._read = read
        self._cases = Gauge(
            "madoguchi_cases", "Open cases by procedure and status.", ["procedure", "status"], registry=registry
        )
        self._overdue = Gauge(
            "madoguchi_cases_overdue",
            "Open cases whose deadline has passed without the procedure acting on it.",
            ["procedure", "status"],
            registry=registry,
        )
        self._paid = Gauge("madoguchi_paid_lately", "Open cases paid within the last six hours.", registry=registry)
        self._waiting = Gauge("madoguchi_waiting", "What waits, by kind.", ["kind"], registry=registry)
        self._seconds = Gauge(
            "madoguchi_waiting_seconds", "Age of the oldest that waits, by kind.", ["kind"], registry=registry
        )

    async def refresh(self) -> None:
        """Ask the database. Raises PortUnavailable, PortRejected."""
        backlog = await self._read()
        for stage, cases in backlog.cases.items():
            self._cases.labels(*stage).set(cases)
            self._overdue.labels(*stage).set(backlog.overdue[stage])
        self._paid.set(backlog.paid_lately)
        for kind, waiting in backlog.waiting.items():
            self._waiting.labels(kind).set(waiting)
        for kind, seconds in backlog.seconds.items():
            self._seconds.labels(kind).set(seconds)

    def forget(self) -> None:
        """Show none."""
        self._paid.set(float("nan"))
        for gauge in (self._cases, self._overdue, self._waiting, self._seconds):
            gauge.clear()

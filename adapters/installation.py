"""How the installation does (domain.office.ports.HealthView): its systems asked, what waits read from the database."""

from collections.abc import Awaitable, Callable, Iterable
from importlib import metadata

from adapters.postgres.backlog import PostgresBacklog
from adapters.postgres.session import Pool, connection
from adapters.records import utc_now
from domain.errors import PortRejected, PortUnavailable
from domain.municipality.book import PolicyBook
from domain.office.health import Health, HealthLine, system, waits
from domain.procedures import PROCEDURES

# What no signed checkpoint covers yet, and since when the oldest of it is there.
_UNCOVERED = """
    WITH covered AS (SELECT coalesce(max(size), 0) AS size FROM ledger.checkpoints)
    SELECT tree.size - covered.size AS entries, coalesce(extract(epoch FROM now() - first.recorded_at), 0)::float8 AS seconds
    FROM covered, ledger.tree LEFT JOIN ledger.entries AS first
        ON first.position = (SELECT coalesce(max(size), 0) FROM ledger.checkpoints)
"""

Unpolled = Callable[[Iterable[str]], Awaitable[Iterable[str]]]


class InstallationHealth:
    """Looks when asked. `unpolled` tells which task queues nobody polls, as adapters/temporal/pollers.py. May raise PortUnavailable or PortRejected("postgres"): without the database nothing is known."""

    def __init__(self, pool: Pool, unpolled: Unpolled, book: PolicyBook, municipality: str) -> None:
        self._pool = pool
        self._unpolled = unpolled
        self._policy = book.policy(municipality)

    async def look(self) -> Health:
        """Look at every system and at all that waits."""
        waiting = await self._waiting()  # the database answers, or this raises
        return Health(
            at=utc_now(),
            release=metadata.version("madoguchi"),
            policy_version=self._policy.version,
            systems=(system("postgres", answers=True), *await self._engine_lines()),
            waiting=waiting,
        )

    async def _engine_lines(self) -> tuple[HealthLine, ...]:
        try:
            idle = set(await self._unpolled([each.name for each in PROCEDURES]))
        except (PortUnavailable, PortRejected):
            return (system("temporal", answers=False),)
        workers = (system(f"worker.{each.name}", answers=each.name not in idle) for each in PROCEDURES)
        return (system("temporal", answers=True), *workers)

    async def _waiting(self) -> tuple[HealthLine, ...]:
        backlog = await PostgresBacklog(self._pool).read()
        async with connection(self._pool) as session:
            uncovered = await session.fetchrow(_UNCOVERED)
        lines = [waits(kind, count, backlog.seconds.get(kind, 0.0)) for kind, count in backlog.waiting.items()]
        entries, seconds = (0, 0.0) if uncovered is None else uncovered
        return (*lines, waits("uncovered", entries, seconds))

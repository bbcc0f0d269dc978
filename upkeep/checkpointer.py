"""The checkpointer: signs the ledger's size and root again and again, so that little is ever uncovered.

What was recorded since the newest checkpoint could be rewritten unseen by whoever owns the database; the interval is that
exposure. A ledger that contradicts what was signed before is never signed over, and is no reason to stop serving people:
it is told of until somebody has looked.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from domain.errors import DomainError
from domain.ports import Clock

_log = structlog.get_logger()


class Told(Protocol):
    """Who wants to know how far the ledger is covered."""

    def covered(self, until: datetime) -> None:
        """Note that all recorded before an instant is covered."""

    def contradicted(self) -> None:
        """Note that the ledger contradicts a checkpoint."""


class Checkpointer:
    """Publishes a checkpoint when the last one is older than `every`.

    `publish` signs the ledger as it stands, or finds that it is signed already. It raises DomainError(LEDGER_CONFLICT)
    when that cannot be, PortUnavailable when database or folder do not answer.
    """

    def __init__(self, publish: Callable[[], Awaitable[None]], every: timedelta, told: Told, clock: Clock) -> None:
        self._publish = publish
        self._every = every
        self._told = told
        self._clock = clock
        self._last: datetime | None = None

    async def sign_when_due(self) -> int:
        """Publish if it is time; return 0: there is never more to do at once. Raises PortUnavailable, PortRejected."""
        now = self._clock()
        if self._last is not None and now < self._last + self._every:
            return 0
        try:
            await self._publish()
        except DomainError as error:
            _log.error("the ledger cannot be signed: run madoguchi audit verify", **error.facts)
            self._told.contradicted()
        else:
            self._told.covered(now)
        self._last = now
        return 0

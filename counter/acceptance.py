"""What every procedure's counter does with what people send: count what it refuses, acknowledge, start the workflow.

到達 is a committed row. Only then the workflow is started; while the engine is down the counter stays open, and the
sweeper starts what waits.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from domain.cases.ports import Intake
from domain.cases.submission import StartOrder
from domain.errors import PortRejected, PortUnavailable
from domain.problems import SubmissionRefused

Start = Callable[[StartOrder], Awaitable[None]]
"""Starts the workflow of a case; starting twice is once. Raises PortUnavailable."""

# Seconds. The refusal is told already; nobody waits longer for its being counted.
_COUNTED_WITHIN = 1.0
# A busy engine too: in a rush this wait was most of an acknowledgement (docs/performance.md).
START_WITHIN = 0.5


@dataclass(frozen=True)
class Acceptance:
    """The intake as one procedure uses it. `patience`, in seconds, is how long a caller waits for the start."""

    procedure: str
    intake: Intake
    start: Start
    patience: float = START_WITHIN

    @asynccontextmanager
    async def counting(self) -> AsyncIterator[None]:
        """Count a refusal by its fields; nothing else of it is kept."""
        try:
            yield
        except SubmissionRefused as refused:
            with suppress(PortUnavailable, PortRejected, TimeoutError):  # counted or not, the form is what it is
                async with asyncio.timeout(_COUNTED_WITHIN):
                    await self.intake.count_refusal(self.procedure, [each.field for each in refused.problems])
            raise

    async def begin(self, order: StartOrder) -> bool:
        """Start the workflow of an acknowledged case; False when the engine does not answer (it is started later)."""
        try:
            async with asyncio.timeout(self.patience):
                await self.start(order)
                await self.intake.started(order.case_id)
        except (PortUnavailable, TimeoutError):
            return False
        return True

"""The sealer: what the engine has made durable enters the ledger; what a lost workflow task had staged is taken back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from domain import ids
from domain.cases.staging import Mark, StagedTask, Verdict
from domain.errors import PortUnavailable

_AT_ONCE = 50
# A case that goes on says by itself that the task before was completed; only where one waits is the engine asked.
_LET_COMPLETE = timedelta(milliseconds=500)
_log = structlog.get_logger()


class Staging(Protocol):
    """Staged events."""

    async def undecided(self, limit: int, older_than: timedelta) -> Sequence[StagedTask]:
        """Return tasks whose events have been staged for a while, the longest due first."""

    async def confirm(self, task: StagedTask) -> None:
        """Note that a task's events are durable."""

    async def postpone(self, task: StagedTask) -> None:
        """Look at a task later, the longer it has been staged the later."""

    async def discard(self, task: StagedTask) -> bool:
        """Take a lost task's events back; False when that cannot be done now."""

    async def seal_durable(self, limit: int) -> Sequence[str]:
        """Move durable events into the ledger and return of which cases."""


class Engine(Protocol):
    """What the engine knows."""

    async def verdict(self, workflow_id: str, mark: Mark) -> Verdict:
        """Return what became of a workflow task."""


class Sealer:
    """Asks the engine about every staged task it has not heard of otherwise."""

    def __init__(self, staging: Staging, engine: Engine) -> None:
        self._staging = staging
        self._engine = engine

    async def seal(self) -> int:
        """Seal what is durable, take back what was lost; return how much was done. Raises PortUnavailable.

        What this round finds durable is sealed in the next, which follows at once.
        """
        done = len(await self._staging.seal_durable(_AT_ONCE))
        for task in await self._staging.undecided(_AT_ONCE, _LET_COMPLETE):
            done += await self._decided(task)
        return done

    async def _decided(self, task: StagedTask) -> bool:
        try:
            verdict = await self._engine.verdict(ids.case_workflow_id(task.case_id), task.mark)
        except PortUnavailable:
            await self._staging.postpone(task)  # should the fault be this one's alone, the others come first next time
            raise
        if verdict is Verdict.COMPLETED:
            await self._staging.confirm(task)
            return True
        if verdict is Verdict.LOST:
            _log.warning("staged events of a lost task taken back", case_id=task.case_id, mark=task.mark.started)
            if await self._staging.discard(task):
                return True
        await self._staging.postpone(task)
        return False

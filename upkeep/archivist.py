"""The archivist: closed cases' histories leave the engine before its retention ends, still as ciphertext.

There are weeks for that, so it gives way: while cases are going on it takes one closed case every five seconds,
the rest when it is quiet.
"""

import asyncio
import hashlib
import math
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

import structlog

from domain import ids
from domain.cases.archive import ArchivedHistory, StoredHistory
from domain.errors import DomainError, PortUnavailable
from domain.ports import Clock
from domain.procedures import PROCEDURES, Procedures
from hosting.private_files import private_folder, sync_folder, write_once
from upkeep.resting import Resting

_AT_ONCE = 20
_GIVING_WAY = 5.0  # seconds: 17,280 cases a day, though it were never quiet
_SOMETHING_IS_DOWN = 3  # failures in one round
_FOLDER = "archive"  # as PortUnavailable names it
_log = structlog.get_logger()


class Histories(Protocol):
    """Where histories come from."""

    async def closed(self, workflow_id: str) -> StoredHistory | None:
        """Return a closed workflow's history; None while it runs or when the engine knows it not."""


class ArchiveIndex(Protocol):
    """Which histories are archived."""

    async def unarchived(self, limit: int, besides: Collection[str] = ()) -> Sequence[str]:
        """Return ids of closed cases whose own history is not archived, the longest closed first, but not these."""

    async def add(self, history: ArchivedHistory) -> None:
        """Note an archived run; the same twice is once."""

    async def quiet(self) -> bool:
        """Return whether nothing has happened to any case for a moment."""


class Archivist:
    """Writes histories to a folder: `<request id>/<run id>.json`, never overwritten.

    One that cannot be had (closed in our books and not, or no more, in the engine's) is tried again later and later. One
    that cannot be kept ends the round, for it is the folder's fault; from then on it comes last. `seconds` never go back.
    """

    def __init__(
        self,
        index: ArchiveIndex,
        histories: Histories,
        folder: Path,
        clock: Clock,
        seconds: Callable[[], float] = time.monotonic,
        procedures: Procedures = PROCEDURES,
    ) -> None:
        self._procedures = procedures
        self._index = index
        self._histories = histories
        self._folder = folder
        self._clock = clock
        self._seconds = seconds
        self._resting = Resting(seconds)
        self._refused = dict[str, None]()  # by the folder, the longest ago first
        self._next = -math.inf

    async def archive_closed(self) -> int:
        """Archive closed cases, each after the workflows beside it, and return how many. Raises PortUnavailable after the round.

        Three failures in one round mean that engine or database are down.
        """
        quiet = await self._index.quiet()
        if not quiet and self._seconds() < self._next:
            return 0
        self._next = self._seconds() + _GIVING_WAY
        return await self._round(_AT_ONCE if quiet else 1)

    async def _round(self, limit: int) -> int:
        done, failures = 0, list[PortUnavailable]()
        for case_id in await self._due(limit):
            self._refused.pop(case_id, None)
            try:
                archived = await self._archive(case_id)
            except PortUnavailable as error:
                if error.system == _FOLDER:
                    _log.warning("history not kept", case_id=case_id)
                    self._refused[case_id] = None
                    raise
                failures.append(error)
                archived = False
            except DomainError as error:  # a file was changed after it was noted, or the procedure is not known here
                _log.error("history not archived", case_id=case_id, code=error.code.value)
                archived = False
            done += archived
            if not archived and self._resting.begin(case_id):
                _log.info("history not available yet", case_id=case_id)
            if len(failures) == _SOMETHING_IS_DOWN:
                break
        if failures:
            raise failures[0]
        return done

    async def _due(self, limit: int) -> list[str]:
        """Return whose turn it is: who has not been tried yet, then whom the folder refused."""
        resting = self._resting.names()
        untried = list(await self._index.unarchived(limit, [*resting, *self._refused]))
        if len(untried) < limit:
            self._resting.forget_but({*resting, *untried})
        return untried + list(self._refused)[: limit - len(untried)]

    async def _archive(self, case_id: str) -> bool:
        beside = self._procedures.of(case_id).workflows_beside(case_id)
        own = await self._histories.closed(ids.case_workflow_id(case_id))
        if own is None:
            return False
        for history in (*[await self._histories.closed(each) for each in beside], own):
            if history is not None:
                await self._keep(case_id, history)
        return True

    async def _keep(self, case_id: str, history: StoredHistory) -> None:
        path = Path(case_id) / f"{history.run_id}.json"
        kept = await asyncio.to_thread(_kept, self._folder / path, history.content)  # the disk takes its time
        if kept != history.content:
            _log.warning("history stands in the archive in other bytes", case_id=case_id)
        await self._index.add(
            ArchivedHistory(
                case_id=case_id,
                workflow_id=history.workflow_id,
                run_id=history.run_id,
                sha256=hashlib.sha256(kept).hexdigest(),
                path=path.as_posix(),
                archived_at=self._clock(),
            )
        )
        _log.info("history archived", case_id=case_id, workflow_id=history.workflow_id)


def _kept(path: Path, content: bytes) -> bytes:
    """Write a file that is either whole or absent, and there to stay, also after a power cut; return what stands there.

    Of several archivists at once the first one's stays: another version of the engine's library may write the same
    history in other bytes. Raises PortUnavailable("archive"), e.g. when the disk is full.
    """
    try:
        private_folder(path.parent)
        try:
            write_once(path, content)
        except FileExistsError:
            content = path.read_bytes()
        for folder in (path.parent, path.parent.parent):  # the names, too, must be there before the index says so
            sync_folder(folder)
    except OSError as error:
        raise PortUnavailable(_FOLDER) from error
    return content

"""The archivist: closed requests' histories leave the engine before its retention ends, still as ciphertext.

There are weeks for that, so it gives way: while requests are going on it takes one every five seconds, the rest when it is quiet.
"""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog

from domain import ids
from domain.archive import ArchivedHistory, StoredHistory
from domain.errors import PortUnavailable
from domain.ports import Clock

_AT_ONCE = 20
_GIVING_WAY = timedelta(seconds=5)  # 17,280 a day, though it were never quiet
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_log = structlog.get_logger()


class Histories(Protocol):
    """Where histories come from."""

    async def closed(self, workflow_id: str) -> StoredHistory | None:
        """Return a closed workflow's history; None while it runs or when the engine knows it not."""


class ArchiveIndex(Protocol):
    """Which histories are archived."""

    async def unarchived(self, limit: int) -> Sequence[str]:
        """Return ids of closed requests whose own history is not archived, the longest closed first."""

    async def add(self, history: ArchivedHistory) -> None:
        """Note an archived run; the same twice is once."""

    async def quiet(self) -> bool:
        """Return whether nothing has happened to any request for a moment."""


class Archivist:
    """Writes histories to a folder: `<request id>/<run id>.json`, never overwritten."""

    def __init__(self, index: ArchiveIndex, histories: Histories, folder: Path, clock: Clock) -> None:
        self._index = index
        self._histories = histories
        self._folder = folder
        self._clock = clock
        self._waiting: set[str] = set()  # closed in our books, not (or no more) in the engine's
        self._last = _LONG_AGO

    async def archive_closed(self) -> int:
        """Archive closed requests, each after its payment, and return how many. Raises PortUnavailable."""
        quiet = await self._index.quiet()
        if not quiet and self._clock() < self._last + _GIVING_WAY:
            return 0
        self._last = self._clock()
        return await self._archived(_AT_ONCE if quiet else 1)

    async def _archived(self, limit: int) -> int:
        done = 0
        # Those that wait must not stand in the way of the ones behind them.
        for request_id in await self._index.unarchived(limit + len(self._waiting)):
            if await self._archive(request_id):
                self._waiting.discard(request_id)
                done += 1
            elif request_id not in self._waiting:
                self._waiting.add(request_id)
                _log.info("history not available yet", request_id=request_id)
        return done

    async def _archive(self, request_id: str) -> bool:
        request = await self._histories.closed(ids.request_workflow_id(request_id))
        if request is None:
            return False
        payment = await self._histories.closed(ids.payment_workflow_id(ids.payment_id(request_id)))
        for history in (payment, request):
            if history is not None:
                await self._keep(request_id, history)
        return True

    async def _keep(self, request_id: str, history: StoredHistory) -> None:
        path = Path(request_id) / f"{history.run_id}.json"
        await asyncio.to_thread(_write, self._folder / path, history.content)  # the disk takes its time
        await self._index.add(
            ArchivedHistory(
                request_id=request_id,
                workflow_id=history.workflow_id,
                run_id=history.run_id,
                sha256=hashlib.sha256(history.content).hexdigest(),
                path=path.as_posix(),
                archived_at=self._clock(),
            )
        )
        _log.info("history archived", request_id=request_id, workflow_id=history.workflow_id)


def _write(path: Path, content: bytes) -> None:
    """Write a file that is either whole or absent, and there to stay: also after a power cut.

    Several archivists may write the same file at once. Raises PortUnavailable("archive"), e.g. when the disk is full.
    """
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        for folder in (path.parent, path.parent.parent):  # the names, too, must be there before the index says so
            _sync_folder(folder)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise PortUnavailable("archive") from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

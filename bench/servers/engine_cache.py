"""Putting a program into the cache: one at a time on a machine, verified first, there in one step or not at all."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

from embedded.errors import StackError

_ASK_EVERY = 0.5  # seconds


@asynccontextmanager
async def sole_filler(cache: Path, say: Callable[[str], None]) -> AsyncIterator[None]:
    """Hold the cache's lock: a second clone waits here for the first one's build. The kernel frees a dead holder's."""
    with _open(cache) as lock:
        told = False
        while not _try(lock.fileno()):
            if not told:
                say("another start on this machine is getting the Temporal server; waiting for it")
                told = True
            await asyncio.sleep(_ASK_EVERY)
        yield


def _open(cache: Path) -> TextIO:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        return (cache / "fill.lock").open("a")
    except OSError as error:
        raise StackError(
            f"the cache {cache} cannot be written ({error.strerror}): make it yours or remove it"
        ) from error


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""A background task with an owner: repeated until told to stop, its faults seen, never silently dead."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from domain.errors import PortRejected, PortUnavailable

_LONGEST_PAUSE = 60.0  # seconds
_log = structlog.get_logger()


async def repeat(name: str, work: Callable[[], Awaitable[int]], pause: timedelta, stop: asyncio.Event) -> None:
    """Do `work` again and again; it returns how much it did, and is repeated at once while there is more.

    An outside system that does not answer makes the pause longer, up to a minute. Any other exception is a bug: it ends
    this task, and with it the process that awaits it.
    """
    wait = pause.total_seconds()
    while not stop.is_set():
        try:
            done = await work()
            wait = 0.0 if done else pause.total_seconds()
        except (PortUnavailable, PortRejected) as error:
            wait = min(max(wait, pause.total_seconds()) * 2, _LONGEST_PAUSE)
            _log.warning("upkeep waits for an outside system", task=name, system=error.system, seconds=wait)
        await _until(stop, wait)


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return

"""Readiness that is true: kept by asking what the process needs, again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

Probe = Callable[[], Awaitable[bool]]

_EVERY = 2.0  # seconds
_WITHIN = 2.0  # seconds
_log = structlog.get_logger()


async def keep_ready(ready: asyncio.Event, needed: Mapping[str, Probe], stop: asyncio.Event) -> None:
    """Hold `ready` set while every system needed answers; returns when told to stop, `ready` not set."""
    while not stop.is_set():
        silent = [name for name, probe in needed.items() if not await answers(probe)]
        if stop.is_set():
            break
        if silent and ready.is_set():
            ready.clear()
            _log.warning("not ready", systems=silent)
        elif not silent and not ready.is_set():
            ready.set()
            _log.info("ready")
        try:
            async with asyncio.timeout(_EVERY):
                await stop.wait()
        except TimeoutError:
            continue
    ready.clear()


async def answers(probe: Probe) -> bool:
    """Say whether a system answers within two seconds; whatever a probe raises, it did not."""
    try:
        async with asyncio.timeout(_WITHIN):
            return await probe()
    except Exception:  # noqa: BLE001 - see above
        return False

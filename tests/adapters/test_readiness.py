"""Readiness follows what is needed, both ways, and ends with the order to stop."""

import asyncio

import pytest

from adapters.readiness import keep_ready

pytestmark = pytest.mark.program


async def settled(ready: asyncio.Event, expected: bool) -> None:
    """Wait until the event stands as expected."""
    async with asyncio.timeout(20):
        while True:
            if ready.is_set() is expected:
                return
            await asyncio.sleep(0.02)


async def test_ready_while_everything_needed_answers() -> None:
    """Set when all answer, cleared when one does not, set again when it does, cleared at the stop."""
    up, ready, stop = {"postgres": True, "temporal": True}, asyncio.Event(), asyncio.Event()

    def probe(name: str):
        async def answers() -> bool:
            if not up[name]:
                raise ConnectionRefusedError
            return True

        return answers

    keeping = asyncio.create_task(keep_ready(ready, {name: probe(name) for name in up}, stop))
    await settled(ready, True)
    up["postgres"] = False
    await settled(ready, False)
    up["postgres"] = True
    await settled(ready, True)
    stop.set()
    await asyncio.wait_for(keeping, 5)
    assert not ready.is_set()


async def test_a_system_that_hangs_does_not_answer() -> None:
    """Within seconds it counts as silent."""
    ready, stop = asyncio.Event(), asyncio.Event()
    ready.set()

    async def hangs() -> bool:
        await asyncio.sleep(3600)
        return True

    keeping = asyncio.create_task(keep_ready(ready, {"postgres": hangs}, stop))
    await settled(ready, False)
    stop.set()
    await asyncio.wait_for(keeping, 5)

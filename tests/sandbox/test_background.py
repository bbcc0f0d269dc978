"""The city's background tasks: seen when they fail."""

import asyncio
from pathlib import Path

import httpx2
from contracts.loopback import loopback
from contracts.sandbox_city import settings

from sandbox.app import create_app
from sandbox.background import Background


async def _fails() -> None:
    raise KeyError


async def _ends() -> None:
    return


async def test_a_city_that_has_lost_a_task_is_not_ready(tmp_path: Path):
    """Whoever asks for its health learns of it, should it still answer."""
    app = create_app(settings(tmp_path))
    async with loopback(app) as address, httpx2.AsyncClient(base_url=address) as client:
        assert (await client.get("/health")).status_code == 200
        async with app.city.background.running("broken", _fails()):
            assert (await client.get("/health")).status_code == 503


async def test_a_task_that_ends_is_a_fault_and_only_the_first_is_told():
    """What fails after it may fail because of it."""
    background, told = Background(), asyncio.Queue[str]()
    background.at_a_fault(lambda: told.put_nowait(repr(background.fault)))
    second = asyncio.Event()

    async def fails_too() -> None:
        second.set()
        raise KeyError

    async with background.running("first", _ends()):
        assert await told.get() == "RuntimeError('first has ended')"
    async with background.running("second", fails_too()):
        await second.wait()
    assert told.empty()

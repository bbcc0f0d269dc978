"""A real browser for all tests of this folder, and a counter for it to look at."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from browser.served import Counter, served
from browser.tools.place import chromium, missing
from browser.window import PHONE, Window
from playwright.async_api import Browser, async_playwright

from adapters.policy.files import PolicyFiles
from domain.municipality.texts import Language

ROOT = Path(__file__).parents[2]
OpenWindow = Callable[..., Awaitable[Window]]
# A container's shared memory is small, root has no sandbox, and grey letters make small pictures.
_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-lcd-text"]
_WITHIN = 15_000  # milliseconds for a page, on a busy machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder; skip them with the reason where no browser can be had."""
    here, reason = Path(__file__).parent, missing()
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason and "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a screen."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        yield started
        await started.close()


@pytest.fixture(scope="session")
async def counter() -> AsyncIterator[Counter]:
    """The application on a port, before a city in memory."""
    async with served(PolicyFiles(ROOT / "municipalities")) as opened:
        yield opened


@pytest.fixture(scope="session")
async def counters(counter: Counter) -> AsyncIterator[Mapping[Language, Counter]]:
    """One counter for each language, so that all can be looked at side by side."""
    async with served(counter.book) as second, served(counter.book) as third:
        yield dict(zip(Language, (counter, second, third), strict=True))


@pytest.fixture
async def open_window(browser: Browser) -> AsyncIterator[OpenWindow]:
    """Open windows in browsers of their own, as big as a phone; they are closed after the test."""
    async with AsyncExitStack() as closing:

        async def opened(address: str, **options: Any) -> Window:
            context = await browser.new_context(**{"viewport": PHONE, "has_touch": True, "locale": "ja-JP", **options})
            closing.push_async_callback(context.close)
            context.set_default_timeout(_WITHIN)
            return await Window.open(context, address)

        yield opened

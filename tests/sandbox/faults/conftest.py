"""A city for the tests of the sandbox: faults."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from contracts.sandbox_city import City, open_city


@pytest_asyncio.fixture(scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    async with open_city(tmp_path_factory.mktemp("city")) as opened:
        yield opened

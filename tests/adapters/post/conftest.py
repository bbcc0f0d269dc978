"""A city for the suite of the post adapter."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

pytest.register_assert_rewrite("contracts.postal_carrier")

from contracts.sandbox_city import City, open_city  # noqa: E402 - after the rewrite is registered


@pytest_asyncio.fixture(scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    async with open_city(tmp_path_factory.mktemp("city")) as opened:
        yield opened

"""Activities by themselves: the real classes over the fakes, in the SDK's own environment."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fakes.city import City
from temporalio.testing import ActivityEnvironment

REQUEST = "cert-0190b5b4-0000-7000-8000-000000000001"


@pytest.fixture
def city() -> City:
    """Give a fresh city whose clock is the wall's."""
    return City(on_an_engine=False)


@pytest.fixture
def run() -> Callable[[Callable[[Any], Awaitable[Any]], Any], Awaitable[Any]]:
    """Run one activity once."""

    async def once(step: Callable[[Any], Awaitable[Any]], order: Any) -> Any:
        return await ActivityEnvironment().run(step, order)

    return once

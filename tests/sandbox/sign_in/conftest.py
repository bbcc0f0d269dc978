"""Our client and the sandbox's provider, over real HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contracts.sign_in_town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as opened:
        yield opened

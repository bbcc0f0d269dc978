"""The service as the sandbox city has it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from contracts.card_app_town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as opened:
        yield opened

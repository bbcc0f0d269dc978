"""The provider's books and its signed callers, without any of our adapters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contracts.payment_provider import AdjustableClock

from sandbox.paypay.books import Books


@pytest.fixture
def clock() -> AdjustableClock:
    return AdjustableClock()


@pytest.fixture
def books(tmp_path: Path, clock: AdjustableClock) -> Iterator[Books]:
    found = Books(tmp_path / "paypay", clock)
    yield found
    found.close()

"""Adapters on the test's database."""

import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from contracts.recorder import Recorded

from adapters.keys import Keys
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.commitments import Commitments
from adapters.postgres.effects import PostgresEffects
from adapters.postgres.intake import PostgresIntake
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from adapters.postgres.tracking_numbers import PostgresTrackingNumbers
from adapters.postgres.vault import PostgresVault


@pytest.fixture(scope="session")
def keys() -> Keys:
    """Keys of this test session."""
    return Keys.generate()


@pytest.fixture
def vault(pool: Pool, keys: Keys) -> PostgresVault:
    """A vault with these keys."""
    return PostgresVault(pool, VaultCipher(keys.vault), Commitments(keys.hash))


@pytest.fixture
def intake(pool: Pool, vault: PostgresVault, keys: Keys) -> PostgresIntake:
    """A counter whose clock moves a second at each reading."""
    seconds = itertools.count()
    start = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
    return PostgresIntake(pool, vault, Commitments(keys.hash), clock=lambda: start + timedelta(seconds=next(seconds)))


@pytest.fixture
def recorder(pool: Pool) -> PostgresRecorder:
    """The recorder."""
    return PostgresRecorder(pool)


@pytest.fixture
def reading(pool: Pool) -> PostgresReading:
    """The read tables."""
    return PostgresReading(pool)


@pytest.fixture
def recorded(reading: PostgresReading) -> Recorded:
    """What the ledger holds of a request."""
    return reading.events


@pytest.fixture
def moment(pool: Pool) -> Callable[[], Awaitable[object]]:
    """Let the moment pass for which what is durable waits for what follows it."""
    return lambda: pool.execute("UPDATE ledger.staged SET look_at = now()")


@pytest.fixture
def effects(pool: Pool) -> PostgresEffects:
    """The journal of effects."""
    return PostgresEffects(pool)


@pytest.fixture
def numbers(pool: Pool) -> PostgresTrackingNumbers:
    """The claims on tracking numbers."""
    return PostgresTrackingNumbers(pool)

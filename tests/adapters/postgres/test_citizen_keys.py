"""The citizen's key in Postgres: the contract, and what is left of wrong codes."""

import json

import pytest
from contracts.citizen_keys import WRONG, CitizenKeysContract, Hands, KeysOf

from adapters.keys import Keys
from adapters.postgres.citizen_keys import PostgresCitizenKeys
from adapters.postgres.commitments import Commitments
from adapters.postgres.session import Pool
from domain import ids
from domain.cases.citizen import PAUSE

pytestmark = pytest.mark.database


class TestPostgresCitizenKeys(CitizenKeysContract):
    """The contract, and the tables."""

    @pytest.fixture
    def keys_of(self, pool: Pool, keys: Keys) -> KeysOf:
        """Return a maker of doors."""
        return lambda clock: PostgresCitizenKeys(pool, Commitments(keys.hash), clock=clock)

    async def test_what_is_over_is_forgotten(self, hands: Hands, pool: Pool):
        """Whoever guesses at ever new numbers leaves rows for an hour, no longer."""
        for number in range(30):
            await hands.told(ids.receipt_number(number.to_bytes(10)), WRONG)
        hands.now += PAUSE
        for number in range(30, 33):
            await hands.told(ids.receipt_number(number.to_bytes(10)), WRONG)
        assert await pool.fetchval("SELECT count(*) FROM intake.wrong_codes") == 3

    async def test_no_table_shows_number_or_code(self, hands: Hands, pool: Pool):
        """Whoever reads every table of the database, vault included, can neither look nor act."""
        await hands.told(hands.number, WRONG)
        names = await pool.fetch(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT LIKE ALL ('{pg\\_%,information%}')"
        )
        assert len(names) > 10
        for (name,) in names:
            rows = json.dumps([dict(row) for row in await pool.fetch(f"TABLE {name}")], default=str)
            for secret in (hands.number, hands.code):
                assert secret not in rows, name
                assert secret.replace("-", "") not in rows, name

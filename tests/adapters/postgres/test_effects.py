"""The journal of effects in Postgres: the contract, and keys used for two effects."""

import pytest
from contracts.effects import INTENT, EffectsContract

from adapters.postgres.effects import PostgresEffects
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database


class TestPostgresEffects(EffectsContract):
    """The contract."""


@pytest.mark.parametrize(("kind", "case_id"), [("refund", "r1"), ("charge", "r2")])
async def test_a_key_names_one_effect(effects: PostgresEffects, kind: str, case_id: str):
    """The key of another kind or request is refused, so nobody takes a foreign outcome for theirs."""
    await effects.begin("k1", "charge", "r1", INTENT)

    with pytest.raises(DomainError) as refused:
        await effects.begin("k1", kind, case_id, INTENT)

    assert refused.value.code is ErrorCode.IDEMPOTENCY_CONFLICT


async def test_an_outcome_must_say_something(effects: PostgresEffects):
    """None would look like an effect not yet done."""
    await effects.begin("k1", "charge", "r1", INTENT)

    with pytest.raises(ValueError, match="says something"):
        await effects.finish("k1", None)

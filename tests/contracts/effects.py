"""What every journal of effects does (domain.ports.Effects). A test class inherits it and gives `effects`."""

import asyncio

import pytest

from domain.ports import Effects

INTENT = {"amount": 300}
OUTCOME = {"charge_id": "pay-1", "state": "created"}


class EffectsContract:
    """Behaviour shared by all journals."""

    async def test_a_new_effect_has_no_outcome(self, effects: Effects):
        """Before an effect is finished, beginning it says it may have to be done, each time."""
        assert await effects.begin("k1", "charge", "r1", INTENT) is None
        assert await effects.begin("k1", "charge", "r1", INTENT) is None

    async def test_a_finished_effect_gives_its_outcome(self, effects: Effects):
        """Who begins a finished effect gets what it brought and need not do it."""
        await effects.begin("k1", "charge", "r1", INTENT)
        await effects.finish("k1", OUTCOME)

        assert await effects.begin("k1", "charge", "r1", INTENT) == OUTCOME
        assert await effects.begin("k2", "charge", "r1", INTENT) is None

    async def test_the_first_outcome_stands(self, effects: Effects):
        """A late second answer changes nothing."""
        await effects.begin("k1", "charge", "r1", INTENT)
        await effects.finish("k1", OUTCOME)
        await effects.finish("k1", {"charge_id": "other"})

        assert await effects.begin("k1", "charge", "r1", INTENT) == OUTCOME

    async def test_an_effect_begun_by_many_at_once_is_one(self, effects: Effects):
        """Concurrent beginnings do not fail; whoever finishes first decides."""
        await asyncio.gather(*(effects.begin("k1", "charge", "r1", INTENT) for _ in range(10)))
        await asyncio.gather(*(effects.finish("k1", {"number": number}) for number in range(10)))

        outcomes = [await effects.begin("k1", "charge", "r1", INTENT) for _ in range(2)]
        assert outcomes[0] == outcomes[1]
        assert outcomes[0] is not None

    async def test_finishing_what_was_never_begun_is_a_bug(self, effects: Effects):
        """An outcome without an intent is refused loudly."""
        with pytest.raises(LookupError):
            await effects.finish("k1", OUTCOME)

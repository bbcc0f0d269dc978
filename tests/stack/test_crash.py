"""SIGKILL of the worker in the middle of what cannot be undone: after the restart everything happened once."""

import asyncio

import pytest
from fixtures.journey import Journey, Town

pytestmark = pytest.mark.stack
_HELD = {"kind": "latency", "ms": 100_000}
_HOLD_PROVIDER = {"system": "paypay", "path": "/v2/.*", **_HELD}
_HOLD_POST = {"system": "post", "path": "/v1/letters", **_HELD}
_HOLD_REGISTRY = {"system": "registry", **_HELD}
# The work is done and its answer lost; whoever asks again is kept waiting.
_CHARGE_MADE = {"system": "paypay", "method": "POST", "path": "/v2/codes", "kind": "drop_after", "times": 1}
_LETTER_TAKEN = {"system": "post", "method": "POST", "path": "/v1/letters", "kind": "drop_after", "times": 1}


async def test_a_killed_worker_charges_and_sends_nothing_twice(town: Town):
    """Three requests at their worst moments, one SIGKILL: each is completed with one capture and one letter.

    One has its charge at the provider and not in our journal, one its letter at the post and not in our journal, one
    was just approved and is looked up once more before it is printed.
    """
    sealed, approved = Journey(town), Journey(town)
    await asyncio.gather(_proposed(sealed), _proposed(approved))
    await (await sealed.approve()).printed()

    await town.faults(_CHARGE_MADE, _HOLD_PROVIDER)
    charged = await Journey(town).apply()
    await town.struck(1)
    number = await sealed.people.post.sticker("specified_record")
    await town.faults(_LETTER_TAKEN, _HOLD_POST, _HOLD_REGISTRY, _HOLD_PROVIDER)
    await sealed.seal(number)
    await town.struck(1)
    await approved.approve()
    await town.struck(2)
    assert len(await town.letters(sealed.case_id)) == 1, "the letter is not at the post yet"

    town.stack.process("worker").kill()
    await town.faults()
    await town.stack.supervisor.restart("worker")

    async with asyncio.timeout(100):
        await asyncio.gather(sealed.deliver(), _sent(approved), _paid_and_sent(charged))
    for journey in (sealed, approved, charged):
        await journey.done_once()


async def _proposed(journey: Journey) -> None:
    await journey.apply()
    await journey.pay()
    await journey.propose()


async def _sent(journey: Journey) -> None:
    await journey.printed()
    await journey.seal(await journey.people.post.sticker("specified_record"))
    await journey.deliver()


async def _paid_and_sent(journey: Journey) -> None:
    await journey.pay()
    await journey.propose()
    await journey.approve()
    await _sent(journey)

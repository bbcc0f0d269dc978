"""The short form of `make chaos`: each target killed once, an answer lost, news too early, some races, one stack."""

import os

import pytest

from chaos.catalogue import short
from chaos.controller import Controller
from chaos.preparing import SomethingMissing, in_words, make_stack
from chaos.run import Run, broken_promises, run
from chaos.town import Town

pytestmark = pytest.mark.stack


async def test_every_promise_holds_in_the_short_form(tmp_path_factory: pytest.TempPathFactory):
    """What breaks is told with the command that repeats it."""
    told: list[str] = []
    folder = tmp_path_factory.mktemp("chaos")
    async with Controller() as controller:
        try:
            stack = await make_stack(folder / "var", controller, os.environ, lambda _: None)
        except SomethingMissing as error:
            pytest.skip(str(error))
        async with stack, Town(stack, controller) as town:
            result = await run(short(), town, told.append, Run(5, in_words(None), development=True))

    assert broken_promises(result, short()) == [], "\n".join(told)
    assert len(result.trials) == len(short())

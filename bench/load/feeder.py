"""A process that brings requests to the counter of an installation: `python -m bench.load.feeder COUNT`.

The same counter as the web's, without HTTP, and cards that sign in this process. It never runs far ahead of the worker:
a queue of thousands would measure the queue. Reads the settings of its environment; prints nothing.
"""

import asyncio
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from adapters.stopping import run_and_leave
from bench.load.cards import Cards
from bench.load.forms import Signer, signers
from starter import Caller, open_caller

_AT_ONCE = 12
_MOST_AHEAD = 150
_LOOK_EVERY = 1.0  # seconds
_AHEAD = """
    SELECT (SELECT count(*) FROM intake.cases) - (SELECT count(*) FROM effects.journal WHERE finished_at IS NOT NULL)
"""


async def feed(count: int, folder: Path) -> int:
    """Bring `count` requests in. Raises what the counter raises."""
    cards = Cards(folder)
    async with open_caller() as caller:
        go_on = asyncio.Event()
        keeper = asyncio.create_task(_keep_pace(caller, go_on))
        numbers, people = iter(range(count)), signers()
        try:
            await asyncio.gather(*(_citizen(caller, cards, go_on, numbers, people) for _ in range(_AT_ONCE)))
        finally:
            keeper.cancel()
    return 0


async def _keep_pace(caller: Caller, go_on: asyncio.Event) -> None:
    while True:
        ahead = await caller.store.pool.fetchval(_AHEAD)
        (go_on.set if ahead < _MOST_AHEAD else go_on.clear)()
        await asyncio.sleep(_LOOK_EVERY)


async def _citizen(
    caller: Caller, cards: Cards, go_on: asyncio.Event, numbers: Iterator[int], people: Iterator[Signer]
) -> None:
    for _ in numbers:
        await go_on.wait()
        signer = next(people)
        draft = await caller.certificates.counter.write_statement(signer.form)
        signature = await asyncio.to_thread(cards.sign, signer, draft.text)
        await caller.certificates.counter.submit(
            {**signer.form, "nonce": draft.nonce}, signature, secrets.token_hex(16)
        )


def main() -> int:
    """Feed as many as the command line says."""
    return run_and_leave(lambda: feed(int(sys.argv[1]), Path(os.environ["MADOGUCHI_SANDBOX_DIR"])))


if __name__ == "__main__":
    sys.exit(main())

"""C: the same durable steps in DBOS, in a process and an environment of its own (bench/peers/requirements.lock).

`python dbos_steps.py DSN STEPS MESSAGES` reads one order a line and answers with one line of JSON:

    alone CASES            → {"seconds": [...]}   each from the start of a workflow to its result, one after another
    together CASES AT_ONCE → {"seconds": 1.23}    until all had ended

A case is one workflow of STEPS steps that return at once; DBOS records each before the next begins. It also waits for
MESSAGES messages (DBOS.recv), spread between its steps, each sent as soon as the workflow waits for it: what people
and outside systems send to a request of ours. With 0 messages it is ten durable steps and nothing else.
"""

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Iterator

from dbos import DBOS, SetWorkflowID

_LAST = -1
_waits: dict[str, asyncio.Queue[int]] = {}


@DBOS.step()
async def step() -> None:
    """Return at once."""


@DBOS.workflow()
async def case(steps: int, messages: int) -> None:
    """Take the steps; before each of the last ones wait for a message."""
    waiting = _waits.get(DBOS.workflow_id)
    for number in range(steps):
        if waiting is not None and number >= steps - messages:
            waiting.put_nowait(number)
            await DBOS.recv_async()
        await step()
    if waiting is not None:
        waiting.put_nowait(_LAST)


async def run(steps: int, messages: int) -> None:
    """Start one workflow, send what it waits for, wait for its result."""
    workflow_id = uuid.uuid4().hex
    if messages:
        _waits[workflow_id] = asyncio.Queue()
    with SetWorkflowID(workflow_id):
        handle = await DBOS.start_workflow_async(case, steps, messages)
    while messages and await _waits[workflow_id].get() != _LAST:
        await DBOS.send_async(workflow_id, None)
    await handle.get_result()
    _waits.pop(workflow_id, None)


async def alone(cases: int, steps: int, messages: int) -> list[float]:
    """Return the seconds of each case."""
    seconds = []
    for _ in range(cases):
        start = time.perf_counter()
        await run(steps, messages)
        seconds.append(time.perf_counter() - start)
    return seconds


async def together(cases: int, at_once: int, steps: int, messages: int) -> float:
    """Return the seconds of all."""
    waiting = iter(range(cases))

    async def take() -> None:
        for _ in waiting:
            await run(steps, messages)

    start = time.perf_counter()
    await asyncio.gather(*(take() for _ in range(at_once)))
    return time.perf_counter() - start


def orders() -> Iterator[list[str]]:
    """Yield what is asked, word by word."""
    for line in sys.stdin:
        yield line.split()


async def main(dsn: str, steps: int, messages: int) -> None:
    """Answer until the input ends."""
    DBOS(config={"name": "bench", "system_database_url": dsn, "log_level": "ERROR", "run_admin_server": False})
    DBOS.launch()
    print(json.dumps({"ready": True}), flush=True)
    ordered = orders()
    while (order := await asyncio.to_thread(next, ordered, None)) is not None:
        kind, *numbers = order
        if kind == "alone":
            answer: object = await alone(int(numbers[0]), steps, messages)
        else:
            answer = await together(int(numbers[0]), int(numbers[1]), steps, messages)
        print(json.dumps({"seconds": answer}), flush=True)
    DBOS.destroy()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))

"""A machine that stands still: all of a target is stopped (SIGSTOP) at a named moment, and goes on much later.

Its machine was moved, or its disk did not answer. Meanwhile the engine gives away what it held, and where that is the
worker's, another worker does it; then the first goes on with what it believes to be its own.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import replace

import psutil

from chaos.catalogue import Stall, Target
from chaos.controller import Trap
from chaos.moments import strike_at
from chaos.town import Town
from chaos.trial import Trial
from embedded.ports import LOOPBACK, free_port
from embedded.probes import http_answers
from embedded.processes import ChildProcess
from embedded.stack_options import our_command

LASTS = 14.0  # seconds: longer than the engine waits for a workflow task (10) and, here, for a step (8)


async def stall_at(trial: Trial, case: Stall, town: Town) -> None:
    """Stop the target for a while; the other worker stays until both requests have ended."""
    async with AsyncExitStack() as until_the_end:

        async def strike(trap: Trap) -> None:
            with _standing_still(town.stack.process(case.target)):
                if case.target is Target.WORKER:
                    await until_the_end.enter_async_context(_another_worker(town))
                trap.released.set()
                await asyncio.sleep(LASTS)

        await strike_at(trial, case, town, strike)


@contextmanager
def _standing_still(child: ChildProcess) -> Iterator[None]:
    top = psutil.Process(child.pid)
    processes = [top, *top.children(recursive=True)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()


@asynccontextmanager
async def _another_worker(town: Town) -> AsyncIterator[None]:
    """Run the product's own worker beside the stack's, ready."""
    port = free_port()
    first = town.stack.process(Target.WORKER).spec
    spec = replace(
        first,
        argv=our_command("worker"),
        log=first.log.with_name("another-worker.log"),
        environment={**first.environment, "MADOGUCHI_WORKER_HEALTH_PORT": str(port)},
        ready=http_answers(f"http://{LOOPBACK}:{port}/health/ready"),
    )
    worker = await ChildProcess.start(spec)
    try:
        await worker.wait_until_ready()
        yield
        if not worker.running:
            raise worker.death()
    finally:
        await worker.stop()

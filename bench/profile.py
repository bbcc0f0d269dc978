"""Where the worker's processor time goes: py-spy looks into it while requests run alone, one after the other.

A flame graph of what the processor works on. What nobody works on (an event made durable, a task handed out) is not in it.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bench.measuring.driving import Driven
from bench.request.driver import request_driver
from bench.request.environment import worker_environment
from bench.servers.ground import Ground
from bench.starting import start_ours
from embedded.errors import StackError

_LOOKS = 250  # a second
_WARM, _CASES = 3, 60
_ENDS_WITHIN = 30.0  # seconds: the drawing is made at the end


async def draw_profile(ground: Ground, folder: Path, environment: Mapping[str, str], into: Path) -> int:
    """Draw the flame graph of our worker and return how many requests it shows. Raises StackError."""
    settings = await worker_environment(ground, folder, environment)
    worker = await start_ours(ground, folder, settings)
    async with request_driver(settings) as driver:
        runs = Driven(driver)
        await runs.alone(_WARM)
        async with looking_into(worker, into):
            await runs.alone(_CASES)
    return _CASES


@asynccontextmanager
async def looking_into(process: int, into: Path) -> AsyncIterator[None]:
    """Sample a process meanwhile, and leave a flame graph (SVG).

    Raises StackError, where the system does not let a program look into another (Linux: kernel.yama.ptrace_scope).
    """
    program = str(Path(sys.executable).with_name("py-spy"))
    order = ("record", "--pid", str(process), "--rate", str(_LOOKS), "--nonblocking", "--output", str(into))
    sampler = await asyncio.create_subprocess_exec(
        program, *order, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield
    finally:
        if sampler.returncode is None:
            sampler.send_signal(signal.SIGINT)
        async with asyncio.timeout(_ENDS_WITHIN):
            _, said = await sampler.communicate()
    if sampler.returncode != 0:
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise StackError(f"py-spy could not look into the worker: {last}")

"""Profiles ours and the bare pair on servers of their own, one after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.comparison import bare_history, our_history, recorded
from bench.measuring.driving import Driven
from bench.profiling.profile import Profiled, profiled
from bench.request.driver import request_driver
from bench.request.environment import worker_environment
from bench.servers.ground import Ground
from bench.starting import start_bare, start_ours

_PROGRAM = "bench.profiling.worker"
_CASES = 24


@dataclass(frozen=True)
class BothProfiled:
    """Where a case's time goes."""

    ours: Profiled
    bare: Profiled


async def both_profiled(
    ground: Ground, folder: Path, environment: Mapping[str, str], say: Callable[[str], None]
) -> BothProfiled:
    """Profile both. Raises StackError."""
    settings = await worker_environment(ground, folder, environment)
    our_spans, bare_spans = folder / "our-spans.jsonl", folder / "bare-spans.jsonl"
    await start_ours(ground, folder, settings, (_PROGRAM, str(our_spans), "ours"))
    async with request_driver(settings) as driver:
        plan = await recorded(driver, Driven(driver), say)
        say("profiling our request")
        ours = await profiled(driver, our_spans, partial(our_history, driver.engine), cases=_CASES)
        _, bare_driver = await start_bare(ground, folder, settings, plan, (_PROGRAM, str(bare_spans), "bare"))
        say("profiling the bare pair")
        bare = await profiled(bare_driver, bare_spans, partial(bare_history, bare_driver.engine), cases=_CASES)
    return BothProfiled(ours, bare)

"""Makes the open requests: real ones, through counter, engine and workers, until each waits for its payment.

The worker that is measured rests meanwhile; `bench.load.filler` says what the others leave out.
"""

import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from bench.load.figures import Filling
from bench.load.installation import Installation
from bench.load.waiting import NotInTimeError, until
from bench.measuring.processor import processor_seconds
from bench.servers.ground import ROOT
from embedded.processes import ChildProcess, ProcessSpec

_SETTLED_WITHIN = 600.0  # seconds


@dataclass(frozen=True)
class FillPlan:
    """How many open requests there shall be, how many worker processes make them, in how many seconds at most."""

    open_requests: int = 20_000
    workers: int = 2
    within: float = 4500.0


async def fill(here: Installation, plan: FillPlan) -> Filling | None:
    """Bring the number of open requests up to the plan's, on an installation whose worker runs; it runs again after.

    None when there are enough, as in a folder that is used again.
    """
    before = await here.books.awaiting_payment()
    missing = plan.open_requests - before
    if missing <= 0:
        return None
    here.say(f"making {missing} more open requests, {plan.workers} workers")
    await here.process("worker").stop()
    start = time.monotonic()
    makers = [await here.ground.supervisor.start(_maker(here, number)) for number in range(plan.workers)]
    feeder = await ChildProcess.start(_feeder(here, missing))
    parts = {child.spec.name: child.pid for child in makers} | {
        name: here.process(name).pid for name in ("temporal", "postgres", "sandbox")
    }
    spent_before = {pid: processor_seconds(pid) for pid in parts.values()}
    try:
        await _filled(here, feeder, plan)
        took = time.monotonic() - start
        used = {name: processor_seconds(pid) - spent_before[pid] for name, pid in parts.items()}
    finally:
        for child in (feeder, *makers):
            await child.stop()
    await here.ground.supervisor.restart("worker")
    standing = await here.books.awaiting_payment()
    made = max(1, standing - before)
    return Filling(
        wanted=plan.open_requests,
        open_requests=standing,
        workers=plan.workers,
        made=made,
        took=round(took, 1),
        per_s=round(made / took, 1),
        cpu_ms={name: round(1000 * spent / made, 1) for name, spent in used.items()},
    )


async def _filled(here: Installation, feeder: ChildProcess, plan: FillPlan) -> None:
    async def left() -> int:
        if not feeder.running and feeder.exited.result() != 0:
            raise feeder.death()
        return max(0, plan.open_requests - await here.books.awaiting_payment())

    with suppress(NotInTimeError):
        await until(left, within=plan.within, every=1.0, what="requests to be made", say=here.say)
    await feeder.stop()
    with suppress(NotInTimeError):
        await until(here.books.unsettled, within=_SETTLED_WITHIN, every=1.0, what="events and mails", say=here.say)


def _maker(here: Installation, number: int) -> ProcessSpec:
    spec = here.worker(f"filler-{number}")
    return replace(spec, argv=(sys.executable, "-m", "bench.load.filler"))


def _feeder(here: Installation, count: int) -> ProcessSpec:
    return ProcessSpec(
        name="feeder",
        argv=(sys.executable, "-m", "bench.load.feeder", str(count)),
        log=here.data.log("feeder"),
        cwd=ROOT,
        environment=here.environment,
    )

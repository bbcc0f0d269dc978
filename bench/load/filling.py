"""Makes the open requests: real ones, through counter, engine and workers, until each waits for its payment.

The worker that is measured rests meanwhile; `bench.load.filler` says what the others leave out.
"""

import sys
import time
from dataclasses import dataclass, replace

from bench.load.figures import Filling
from bench.load.installation import Installation
from bench.load.waiting import until
from bench.measuring.processor import processor_seconds
from bench.servers.ground import ROOT
from embedded.processes import ChildProcess, ProcessSpec

_WITHIN = 3600.0  # seconds


@dataclass(frozen=True)
class FillPlan:
    """How many open requests there shall be, and how many worker processes make them."""

    open_requests: int = 20_000
    workers: int = 2


async def fill(here: Installation, plan: FillPlan) -> Filling | None:
    """Bring the number of open requests up to the plan's, on an installation whose worker runs; it runs again after.

    None when there are enough, as in a folder that is used again.
    """
    missing = plan.open_requests - await here.books.awaiting_payment()
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
    before = {pid: processor_seconds(pid) for pid in parts.values()}
    try:
        await _filled(here, feeder, plan.open_requests)
        took = time.monotonic() - start
        used = {name: processor_seconds(pid) - before.get(pid, 0.0) for name, pid in parts.items()}
    finally:
        for child in (feeder, *makers):
            await child.stop()
    await here.ground.supervisor.restart("worker")
    return Filling(
        open_requests=await here.books.awaiting_payment(),
        workers=plan.workers,
        made=missing,
        took=round(took, 1),
        per_s=round(missing / took, 1),
        cpu_ms={name: round(1000 * spent / missing, 1) for name, spent in used.items()},
    )


async def _filled(here: Installation, feeder: ChildProcess, wanted: int) -> None:
    async def left() -> int:
        if not feeder.running and feeder.exited.result() != 0:
            raise feeder.death()
        return max(0, wanted - await here.books.awaiting_payment())

    await until(left, within=_WITHIN, every=1.0, what="requests to be made", say=here.say)
    await until(here.books.unsettled, within=_WITHIN, every=1.0, what="events to seal and mails to send", say=here.say)


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

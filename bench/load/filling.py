"""Makes the open requests: real requests through counter, engine and workers, until each waits for its payment."""

import sys
import time
from dataclasses import dataclass

from bench.load.figures import Filling
from bench.load.installation import Installation
from bench.load.waiting import until
from bench.servers.ground import ROOT
from embedded.processes import ChildProcess, ProcessSpec

_WITHIN = 3600.0  # seconds


@dataclass(frozen=True)
class FillPlan:
    """How many open requests there shall be, and how many worker processes make them beside the measured one."""

    open_requests: int = 20_000
    helpers: int = 1


async def fill(here: Installation, plan: FillPlan) -> Filling:
    """Bring the number of open requests up to the plan's, on an installation whose worker runs."""
    missing = max(0, plan.open_requests - await here.books.awaiting_payment())
    here.say(f"making {missing} more open requests through counter, engine and {1 + plan.helpers} workers")
    start = time.monotonic()
    helpers = [await here.start_worker(f"helper-{number}") for number in range(plan.helpers)]
    feeder = await ChildProcess.start(_feeder(here, missing))
    try:
        await _filled(here, feeder, plan.open_requests)
    finally:
        for child in (feeder, *helpers):
            await child.stop()
    took = time.monotonic() - start
    standing = await here.books.awaiting_payment()
    return Filling(
        open_requests=standing,
        open_workflows=2 * standing,
        workers=1 + plan.helpers,
        made=missing,
        took=round(took, 1),
        per_s=round(missing / took, 1) if missing else 0.0,
    )


async def _filled(here: Installation, feeder: ChildProcess, wanted: int) -> None:
    async def left() -> int:
        if not feeder.running and feeder.exited.result() != 0:
            raise feeder.death()
        return max(0, wanted - await here.books.charges())

    await until(left, within=_WITHIN, every=1.0, what="requests to be made", say=here.say)
    await until(here.books.unsettled, within=_WITHIN, every=1.0, what="events to seal and mails to send", say=here.say)


def _feeder(here: Installation, count: int) -> ProcessSpec:
    return ProcessSpec(
        name="feeder",
        argv=(sys.executable, "-m", "bench.load.feeder", str(count)),
        log=here.data.log("feeder"),
        cwd=ROOT,
        environment=here.environment,
    )

"""Many pay while the worker is away: when it is back, all of them want their histories replayed at once.

Replay runs inside the two seconds an SDK allows a workflow task (TMPRL1101); too many at a time, and none ends.
"""

import asyncio
import re
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load.books import Payable
from bench.load.citizens import SignedBody, pay, prepare
from bench.load.figures import Spread, Stampede
from bench.load.installation import Installation
from bench.load.memory import watched
from bench.load.restart import Fresh, fresh_request, stop
from bench.load.waiting import NotInTimeError, until

_WITHIN = 600.0  # seconds
_AT_ONCE = 8
_FRESH = 120
_FRESH_EVERY = 2.0  # seconds
_DEADLOCK = re.compile(rb"TMPRL1101|deadlock", re.IGNORECASE)
_FAILED_TASK = re.compile(rb"Failed activation|Failing workflow task|WorkflowTaskFailed", re.IGNORECASE)


@dataclass(frozen=True)
class StampedePlan:
    """How many pay while the worker is away."""

    paid: int = 500


async def stampede(here: Installation, plan: StampedePlan) -> Stampede:
    """Measure the return of a worker that was killed."""
    old = _spread(await here.books.payable(), plan.paid)
    bodies = await prepare(here, _FRESH)
    log = here.data.log("worker")
    await stop(here, signal.SIGKILL)
    here.say(f"stampede: {len(old)} pay while the worker is away")
    await _all_pay(here, old)
    seen = log.stat().st_size
    start = time.monotonic()
    worker = await here.ground.supervisor.restart("worker")
    ready = time.monotonic() - start
    async with watched(worker.pid) as peak:
        served, fresh, not_served = await _served(here, [each.case_id for each in old], bodies, start)
    said = _since(log, seen)
    return Stampede(
        paid=len(old),
        ready=round(ready, 2),
        served=round(served, 2),
        acknowledged=Spread.of([each.acknowledged for each in fresh]),
        fresh=Spread.of([each.payable for each in fresh if each.payable is not None]),
        not_served=not_served + sum(1 for each in fresh if each.payable is None),
        deadlocks=len(_DEADLOCK.findall(said)),
        failed_tasks=len(_FAILED_TASK.findall(said)),
        peak_bytes=peak.size,
    )


def _spread(payable: Sequence[Payable], count: int) -> list[Payable]:
    """Return `count` of them, of every age."""
    step = max(1, len(payable) // count)
    return list(payable[::step][:count])


async def _all_pay(here: Installation, old: Sequence[Payable]) -> None:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(each: Payable) -> None:
        async with gate:
            await pay(here, each.url)

    await asyncio.gather(*(one(each) for each in old))
    await until(lambda: _untold(here), within=_WITHIN, every=0.5, what="payments to be told of", say=here.say)


async def _untold(here: Installation) -> int:
    """Return how many captures the provider has not told us of yet."""
    books = (await here.client.get(f"{here.sandbox}/paypay/sandbox/books")).raise_for_status().json()
    counts = books["counts"]
    return int(counts["notifications"] - counts["notifications_delivered"])


async def _served(
    here: Installation, old: list[str], bodies: list[SignedBody], start: float
) -> tuple[float, list[Fresh], int]:
    """Wait for the payments, a new citizen coming now and then; return when, their waits, and how many are missing."""
    missing = asyncio.create_task(_examined(here, old))
    coming: list[asyncio.Task[Fresh]] = []
    for body in bodies:
        coming.append(asyncio.create_task(fresh_request(here, body)))
        done, _ = await asyncio.wait({missing}, timeout=_FRESH_EVERY)
        if done:
            break
    not_served = await missing
    served = time.monotonic() - start
    return served, await asyncio.gather(*coming), not_served


async def _examined(here: Installation, old: list[str]) -> int:
    try:
        await until(
            lambda: here.books.not_in(old, "under_examination"),
            within=_WITHIN,
            every=0.2,
            what="payments to be taken in",
            say=here.say,
        )
    except NotInTimeError:
        return await here.books.not_in(old, "under_examination")
    return 0


def _since(log: Path, start: int) -> bytes:
    with log.open("rb") as stream:
        stream.seek(start if log.stat().st_size >= start else 0)
        return stream.read()

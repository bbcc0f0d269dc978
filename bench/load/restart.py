"""Stops the worker with all those requests open and starts it again; then somebody applies and somebody pays."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bench.load.books import Payable
from bench.load.citizens import SignedBody, pay, prepare, submit
from bench.load.figures import Restart
from bench.load.installation import Installation
from bench.load.memory import watched
from bench.load.waiting import NotInTimeError, until

_WITHIN = 300.0  # seconds
_LOOK_EVERY = 0.05  # seconds
_PAID = "under_examination"


async def restart(here: Installation, how: signal.Signals) -> Restart:
    """Restart the worker by a signal and measure until it serves."""
    here.say(f"restart of the worker by {how.name}")
    standing, payable = await here.books.awaiting_payment(), await here.books.payable()
    (body,) = await prepare(here, 1)
    stopped = await stop(here, how)
    start = time.monotonic()
    worker = await here.ground.supervisor.restart("worker")
    ready = time.monotonic() - start
    async with watched(worker.pid) as peak:
        fresh, oldest, newest = await asyncio.gather(
            fresh_request(here, body), _paid(here, payable[0]), _paid(here, payable[-1])
        )
    return Restart(
        how=how.name,
        open_requests=standing,
        stopped=stopped,
        ready=round(ready, 2),
        fresh=fresh.payable,
        paid_oldest=oldest,
        paid_newest=newest,
        peak_bytes=peak.size,
    )


async def stop(here: Installation, how: signal.Signals) -> float:
    """Stop the worker by a signal, SIGTERM or SIGKILL, and return how long it took."""
    start = time.monotonic()
    worker = here.process("worker")
    if how is signal.SIGKILL:
        worker.kill()
    await worker.stop()
    return round(time.monotonic() - start, 2)


@dataclass(frozen=True)
class Fresh:
    """A new request: seconds until it was acknowledged, and until it could be paid; None: not in time."""

    acknowledged: float
    payable: float | None


async def fresh_request(here: Installation, body: SignedBody) -> Fresh:
    """Submit a request and see it through. Raises NotInTimeError when it is not even acknowledged."""
    due = time.monotonic()
    sent = await submit(here, body, due)
    case_id = sent.case_id
    if case_id is None:
        raise NotInTimeError("a submission was refused: see web.log")
    return Fresh(sent.took, await _seconds(lambda: here.books.not_payable([case_id]), since=due))


async def _paid(here: Installation, old: Payable) -> float | None:
    start = time.monotonic()
    await pay(here, old.url)
    return await _seconds(lambda: here.books.not_in([old.case_id], _PAID), since=start)


async def _seconds(question: Callable[[], Awaitable[int]], *, since: float) -> float | None:
    """Return when nothing was left, in seconds since an instant; None when it takes too long."""
    with suppress(NotInTimeError):
        await until(question, within=_WITHIN, every=_LOOK_EVERY, what="left")
        return round(time.monotonic() - since, 2)
    return None

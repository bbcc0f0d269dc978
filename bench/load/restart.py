"""Stops the worker with all those requests open and starts it again; then somebody applies and somebody pays."""

import asyncio
import signal
import time

from bench.load.books import Payable
from bench.load.citizens import SignedBody, pay, prepare, submit
from bench.load.figures import Restart
from bench.load.installation import Installation
from bench.load.memory import watched
from bench.load.waiting import NotInTimeError, until

_WITHIN = 180.0  # seconds
_LOOK_EVERY = 0.05  # seconds
_PAID = "under_examination"


async def restart(here: Installation, how: signal.Signals) -> Restart:
    """Restart the worker by a signal and measure until it serves."""
    here.say(f"restart of the worker by {how.name}")
    payable = await here.books.payable()
    (body,) = await prepare(here, 1)
    stopped = await stop(here, how)
    start = time.monotonic()
    worker = await here.ground.supervisor.restart("worker")
    ready = time.monotonic() - start
    async with watched(worker.pid) as peak:
        (_, fresh), oldest, newest = await asyncio.gather(
            fresh_request(here, body), _paid(here, payable[0]), _paid(here, payable[-1])
        )
        await until(here.books.unsettled, within=_WITHIN, every=0.5, what="events and mails", say=here.say)
    return Restart(
        how=how.name,
        open_requests=len(payable),
        stopped=stopped,
        ready=round(ready, 2),
        fresh=round(fresh, 2),
        paid_oldest=round(oldest, 2),
        paid_newest=round(newest, 2),
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


async def fresh_request(here: Installation, body: SignedBody) -> tuple[float, float]:
    """Submit a request; return how long it took until acknowledged, and until it could be paid. Raises NotInTimeError."""
    due = time.monotonic()
    sent = await submit(here, body, due)
    request_id = sent.request_id
    if request_id is None:
        raise NotInTimeError("a submission was refused: see web.log")
    await until(
        lambda: here.books.not_payable([request_id]),
        within=_WITHIN,
        every=_LOOK_EVERY,
        what="new requests on their way",
    )
    return sent.took, time.monotonic() - due


async def _paid(here: Installation, old: Payable) -> float:
    start = time.monotonic()
    await pay(here, old.url)
    await until(
        lambda: here.books.not_in([old.request_id], _PAID), within=_WITHIN, every=_LOOK_EVERY, what="payments to arrive"
    )
    return time.monotonic() - start

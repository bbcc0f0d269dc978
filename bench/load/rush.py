"""A rush at the counter: submissions at a steady pace, whether or not the ones before are answered."""

import asyncio
import time
from dataclasses import dataclass

from bench.load.citizens import Sent, SignedBody, prepare, submit
from bench.load.figures import DRAINED_S, Rush, Spread
from bench.load.installation import Installation
from bench.load.memory import watched
from bench.load.waiting import NotInTimeError, until

_WARM_UP = 20


@dataclass(frozen=True)
class RushPlan:
    """How many submissions within how many seconds."""

    submissions: int = 1000
    seconds: float = 60.0


async def rush(here: Installation, plan: RushPlan) -> Rush:
    """Measure a rush on an installation whose worker runs."""
    await _warm_up(here)
    here.say(f"signing {plan.submissions} forms before the clock starts")
    bodies = await prepare(here, plan.submissions)
    here.say(f"rush: {plan.submissions} submissions in {plan.seconds:.0f} s")
    async with watched(here.process("worker").pid) as peak:
        start = time.monotonic()
        sent = await asyncio.gather(*(_due(here, body, start, plan, number) for number, body in enumerate(bodies)))
        taken = [each.case_id for each in sent if each.case_id is not None]
        drained = await _drained(here, taken, start)
        settled = await _settled(here, start)
    lost = len(taken) - await here.books.acknowledged(taken) + await here.books.not_in(taken, "awaiting_payment")
    return Rush(
        submissions=plan.submissions,
        pace_per_s=round(plan.submissions / plan.seconds, 1),
        acknowledged=Spread.of([each.took for each in sent]),
        errors=len(sent) - len(taken),
        lost=lost,
        drained=drained,
        settled=settled,
        worker_peak_bytes=peak.size,
    )


async def _warm_up(here: Installation) -> None:
    """Let each process do everything once: revocation list, connections, imports."""
    now = time.monotonic()
    bodies = await prepare(here, _WARM_UP)
    sent = await asyncio.gather(*(submit(here, body, now) for body in bodies))
    taken = [each.case_id for each in sent if each.case_id is not None]
    if len(taken) < _WARM_UP:
        raise NotInTimeError("the counter refuses what this load sends: see web.log")
    await until(lambda: here.books.not_payable(taken), within=120, every=0.2, what="requests of the warm-up under way")
    await until(here.books.unsettled, within=120, every=0.2, what="events and mails of the warm-up")


async def _due(here: Installation, body: SignedBody, start: float, plan: RushPlan, number: int) -> Sent:
    due = start + number * plan.seconds / plan.submissions
    await asyncio.sleep(max(0.0, due - time.monotonic()))
    return await submit(here, body, due)


async def _drained(here: Installation, taken: list[str], start: float) -> float:
    await until(
        lambda: here.books.not_payable(taken), within=DRAINED_S, every=0.2, what="requests on their way", say=here.say
    )
    return round(time.monotonic() - start, 2)


async def _settled(here: Installation, start: float) -> float:
    await until(
        here.books.unsettled, within=DRAINED_S, every=0.5, what="events to seal and mails to send", say=here.say
    )
    return round(time.monotonic() - start, 2)

"""A named moment: a request is walked to it and held there, something is done to the target, then everything goes on."""

import asyncio
from collections.abc import Awaitable, Callable

from chaos.catalogue import Moment
from chaos.citizens import STAGES, Request
from chaos.controller import Trap
from chaos.town import Town, too_late_to_cancel
from chaos.trial import Trial

_WITHIN = 90.0  # seconds
Strike = Callable[[Trap], Awaitable[None]]


async def strike_at(trial: Trial, case: Moment, town: Town, strike: Strike) -> None:
    """Do it, with another citizen's request under way. What is held is let go at the end, if `strike` does not before."""
    company = trial.of(Request(town, "issued"))
    stage = trial.chance.choice(STAGES)
    await company.walk_to(stage)
    nth = trial.chance.randint(1, case.most)
    trap = town.controller.arm(case.point, nth=nth)
    company_walks = asyncio.create_task(company.walk_from(stage), name="another citizen's request")
    struck = trial.of(Request(town, case.ending))
    if case.ending == "refunded":
        await town.add_fault(too_late_to_cancel())
    walks = asyncio.create_task(struck.walk(), name="the request")
    times = f"{nth}. time, " if case.most > 1 else ""
    trial.said = f"{times}the other request {stage}"
    try:
        if await _came(trap):
            await strike(trap)
        else:
            trial.wrong.append(f"the moment '{case.point}' ({nth}.) never came")
    finally:
        town.controller.disarm()
    await trial.together(walks, company_walks)


async def _came(trap: Trap) -> bool:
    """Wait for the moment. Upkeep goes on when the request has ended, so its end alone does not mean never."""
    held = asyncio.create_task(trap.held.wait())
    try:
        await asyncio.wait({held}, timeout=_WITHIN)
    finally:
        held.cancel()
    return trap.held.is_set()

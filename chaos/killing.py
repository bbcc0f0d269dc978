"""SIGKILL at a named moment: a request is walked to it, held there, and the target killed; then everything goes on."""

import asyncio
from contextlib import suppress

import psutil

from chaos.catalogue import Kill, Target
from chaos.citizens import STAGES, Request
from chaos.controller import Trap
from chaos.town import Town, too_late_to_cancel
from chaos.trial import Trial
from embedded.processes import ChildProcess

_MOMENT_WITHIN = 90.0  # seconds


async def kill_at(trial: Trial, case: Kill, town: Town) -> None:
    """Do it, with another citizen's request under way."""
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
    while_down = bool(trial.chance.getrandbits(1))
    times = f"{nth}. time, " if case.most > 1 else ""
    trial.said = f"{times}the other request {stage}"
    try:
        if await _came(trap):
            if trap.process != case.target:
                trial.said += f", the {trap.process} goes on {'while it is down' if while_down else 'when it is back'}"
            await _strike(town, case.target, trap, while_down=while_down)
        else:
            trial.wrong.append(f"the moment '{case.point}' ({nth}.) never came")
    finally:
        town.controller.disarm()
    await trial.together(walks, company_walks)


async def _came(trap: Trap) -> bool:
    """Wait for the moment. Upkeep goes on when the request has ended, so its end alone does not mean never."""
    held = asyncio.create_task(trap.held.wait())
    try:
        await asyncio.wait({held}, timeout=_MOMENT_WITHIN)
    finally:
        held.cancel()
    return trap.held.is_set()


async def _strike(town: Town, target: Target, trap: Trap, *, while_down: bool) -> None:
    """Kill; whoever was held and lives goes on while the target is down, or only when it is back."""
    await kill(town.stack.process(target))
    if while_down:
        trap.released.set()
    await town.stack.supervisor.restart(target)
    trap.released.set()


async def kill(child: ChildProcess) -> None:
    """SIGKILL a process and all it has started, at once, and wait until it is gone."""
    offspring: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        offspring = psutil.Process(child.pid).children(recursive=True)
    child.kill()
    for process in offspring:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    await child.exited
    await asyncio.to_thread(psutil.wait_procs, offspring, timeout=10)

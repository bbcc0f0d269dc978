"""SIGKILL at a named moment."""

import asyncio
from contextlib import suppress

import psutil

from chaos.catalogue import Kill
from chaos.controller import Trap
from chaos.moments import strike_at
from chaos.town import Town
from chaos.trial import Trial
from embedded.processes import ChildProcess


async def kill_at(trial: Trial, case: Kill, town: Town) -> None:
    """Kill; whoever was held and lives goes on while the target is down, or only when it is back."""
    while_down = bool(trial.chance.getrandbits(1))

    async def strike(trap: Trap) -> None:
        if trap.process != case.target:
            trial.said += f", the {trap.process} goes on {'while it is down' if while_down else 'when it is back'}"
        await kill(town.stack.process(case.target))
        if while_down:
            trap.released.set()
        await town.stack.supervisor.restart(case.target)

    await strike_at(trial, case, town, strike)


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

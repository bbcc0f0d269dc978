"""The load run as one call, on servers that run already."""

import os
import platform
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.load.figures import LoadFigures
from bench.load.filling import FillPlan, fill
from bench.load.installation import Installation, installed
from bench.load.questions import questions
from bench.load.restart import restart
from bench.load.rush import RushPlan, rush
from bench.load.stampede import StampedePlan, stampede
from bench.load.waiting import NotInTimeError, Say
from bench.servers.ground import Ground


@dataclass(frozen=True)
class LoadPlan:
    """How much of everything."""

    rush: RushPlan | None = field(default_factory=RushPlan)
    fill: FillPlan = field(default_factory=FillPlan)
    stampede: StampedePlan = field(default_factory=StampedePlan)


QUICK = LoadPlan(RushPlan(100, 10.0), FillPlan(500), StampedePlan(100))
"""Enough to see that everything works; no figure to be quoted."""


async def measure_load(
    ground: Ground, folder: Path, environment: Mapping[str, str], say: Say, plan: LoadPlan
) -> LoadFigures:
    """Measure everything in an installation of its own under `folder`; its processes stop with the ground.

    A part that does not come about in time is named and the next one begins. Raises StackError when a process fails.
    """
    found = LoadFigures(machine=machine(), servers={"temporal": ground.server, "postgres": ground.postgres})
    async with installed(ground, folder, environment, say) as here:
        await here.start_worker()
        for part in (_rush, _fill, _questions, _term, _kill, _stampede):
            try:
                await part(here, plan, found)
            except NotInTimeError as error:
                say(f"given up: {error}")
                found.unfinished.append(str(error))
    return found


async def _rush(here: Installation, plan: LoadPlan, found: LoadFigures) -> None:
    if plan.rush is not None:
        found.rush = await rush(here, plan.rush)


async def _fill(here: Installation, plan: LoadPlan, found: LoadFigures) -> None:
    found.filling = await fill(here, plan.fill)


async def _questions(here: Installation, _plan: LoadPlan, found: LoadFigures) -> None:
    found.questions = await questions(here)


async def _term(here: Installation, _plan: LoadPlan, found: LoadFigures) -> None:
    found.restarts.append(await restart(here, signal.SIGTERM))


async def _kill(here: Installation, _plan: LoadPlan, found: LoadFigures) -> None:
    found.restarts.append(await restart(here, signal.SIGKILL))


async def _stampede(here: Installation, plan: LoadPlan, found: LoadFigures) -> None:
    found.stampede = await stampede(here, plan.stampede)


def machine() -> dict[str, object]:
    """Describe where it was measured, and how busy the machine was with other things at the beginning."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "busy_before": round(os.getloadavg()[0], 2),
    }

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
from bench.load.installation import installed
from bench.load.questions import questions
from bench.load.restart import restart
from bench.load.rush import RushPlan, rush
from bench.load.stampede import StampedePlan, stampede
from bench.load.waiting import Say
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

    Raises StackError when a process fails, NotInTimeError when something does not come about.
    """
    found = LoadFigures(machine=machine(), servers={"temporal": ground.server, "postgres": ground.postgres})
    async with installed(ground, folder, environment, say) as here:
        await here.start_worker()
        if plan.rush is not None:
            found.rush = await rush(here, plan.rush)
        found.filling = await fill(here, plan.fill)
        found.questions = await questions(here)
        for how in (signal.SIGTERM, signal.SIGKILL):
            found.restarts.append(await restart(here, how))
        found.stampede = await stampede(here, plan.stampede)
    return found


def machine() -> dict[str, object]:
    """Describe where it was measured, and how busy the machine was with other things at the beginning."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "busy_before": round(os.getloadavg()[0], 2),
    }

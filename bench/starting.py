"""Starts the workers that are measured, each a process of its own on the same servers."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bench.bare.driver import BareDriver
from bench.bare.plan import Plan
from bench.bare.worker import connect, write_plan
from bench.servers.ground import ROOT, Ground
from embedded.ports import LOOPBACK, free_port
from embedded.probes import http_answers
from embedded.processes import ProcessSpec

_START_WITHIN = 60.0  # seconds
OUR_WORKER = ("bench.request.worker",)
BARE_WORKER = ("bench.bare.worker",)


async def start_ours(ground: Ground, folder: Path, settings: Mapping[str, str]) -> int:
    """Start our worker and return its process id. Raises StackError."""
    port = int(settings["MADOGUCHI_WORKER_HEALTH_PORT"])
    return await _start(ground, folder / "our-worker.log", OUR_WORKER, settings, port)


async def start_bare(ground: Ground, folder: Path, settings: Mapping[str, str], plan: Plan) -> tuple[int, BareDriver]:
    """Start a bare worker that follows the plan; return its process id and a driver. Raises StackError."""
    file, port = folder / "plan.json", free_port()
    write_plan(plan, file)
    arguments = (*BARE_WORKER, ground.temporal, ground.namespace, str(file), str(port))
    process = await _start(ground, folder / "bare-worker.log", arguments, settings, port)
    return process, BareDriver(await connect(ground.temporal, ground.namespace))


async def _start(ground: Ground, log: Path, arguments: tuple[str, ...], settings: Mapping[str, str], port: int) -> int:
    child = await ground.supervisor.start(
        ProcessSpec(
            name=log.stem,
            argv=(sys.executable, "-m", *arguments),
            log=log,
            cwd=ROOT,
            environment=settings,
            ready=http_answers(f"http://{LOOPBACK}:{port}/health/ready"),
            ready_within=_START_WITHIN,
        )
    )
    return child.pid

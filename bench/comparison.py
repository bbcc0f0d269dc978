"""A beside B beside C: sets the three up on the same servers, measures them in turn, checks that B is comparable."""

import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.bare.driver import BareDriver
from bench.bare.plan import Plan, steps
from bench.bare.worker import connect, write_plan
from bench.bare.workflows import payment_of
from bench.measuring.blocks import Measured, Sizes, measure
from bench.measuring.driving import Driven
from bench.measuring.events import CaseHistory, case_history, usual
from bench.measuring.script import SCRIPT
from bench.measuring.subject import Subject
from bench.peers.environment import peer_python
from bench.peers.peer_process import peer_process
from bench.request.driver import RequestDriver, request_driver
from bench.request.environment import worker_environment
from bench.request.settling import settled
from bench.servers.ground import ROOT, Ground
from domain import ids
from domain.requests.submission import StartOrder
from embedded.errors import StackError
from embedded.ports import LOOPBACK, free_port
from embedded.probes import http_answers
from embedded.processes import ProcessSpec

Say = Callable[[str], None]
OURS, BARE, PEER, PEER_TALKING = "A our request", "B bare workflows", "C DBOS", "C+ DBOS, messages"
PEER_STEPS = 10
_CASES_LOOKED_AT = 20
_START_WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class Compared:
    """What the run found. `alike` is the share of cases with exactly the usual events, ours and bare."""

    measured: dict[str, Measured]
    ours: CaseHistory
    bare: CaseHistory
    alike: tuple[float, float]
    plan: Plan
    missing: tuple[str, ...]
    driver: RequestDriver
    environment: Mapping[str, str]


@asynccontextmanager
async def compared(
    ground: Ground, folder: Path, environment: Mapping[str, str], *, rounds: int, sizes: Sizes, say: Say
) -> AsyncIterator[Compared]:
    """Measure all and yield what was found while everything still runs. Raises StackError, NotRepeatable.

    `folder` exists and is the run's own.
    """
    missing: list[str] = []
    settings = await worker_environment(ground, folder, environment)
    engine = {"server": ground.processes("temporal"), "postgres": ground.cluster.postmaster()}
    async with AsyncExitStack() as stack:
        worker = await _start(ground, folder, "our worker", ("bench.request.worker",), settings, _health_port(settings))
        driver = await stack.enter_async_context(request_driver(settings))
        ours = Driven(driver)
        plan = await _plan(driver, ours, say)
        bare_worker, bare_driver = await _bare(ground, folder, plan, settings)
        bare = Driven(bare_driver)

        async def settle() -> None:
            await settled(driver.store.pool)

        subjects = [
            Subject(OURS, ours, {"worker": worker, **engine}, settle),
            Subject(BARE, bare, {"worker": bare_worker, **engine}, _nothing),
        ]
        try:
            subjects += await _peers(stack, ground, folder, environment, say)
        except StackError as error:
            say(str(error))
            missing.append(str(error))
        say(f"measuring {len(subjects)} subjects in {rounds} rounds")
        measured = await measure(subjects, rounds, sizes, say)
        our_case, our_share = await _usual_of_ours(driver, ours)
        bare_case, bare_share = usual(
            [
                await case_history(bare_driver.engine, each, payment_of(each))
                for each in bare.finished[-_CASES_LOOKED_AT:]
            ]
        )
        yield Compared(
            measured=measured,
            ours=our_case,
            bare=bare_case,
            alike=(our_share, bare_share),
            plan=plan,
            missing=tuple(missing),
            driver=driver,
            environment=settings,
        )


async def _plan(driver: RequestDriver, ours: Driven[StartOrder], say: Say) -> Plan:
    """Let a few requests of ours run and return what a bare pair must do to leave the same events."""
    say("recording requests of ours, for the bare pair to follow")
    await ours.alone(9)
    case, _ = await _usual_of_ours(driver, ours)
    return Plan(request=steps(case.request), payment=steps(case.payment))


async def _usual_of_ours(driver: RequestDriver, ours: Driven[StartOrder]) -> tuple[CaseHistory, float]:
    return usual(
        [await case_history(driver.engine, each, _payment_of(each)) for each in ours.finished[-_CASES_LOOKED_AT:]]
    )


def _payment_of(workflow_id: str) -> str:
    return ids.payment_workflow_id(ids.payment_id(ids.request_of_workflow(workflow_id) or ""))


async def _bare(ground: Ground, folder: Path, plan: Plan, settings: Mapping[str, str]) -> tuple[int, BareDriver]:
    file, port = folder / "plan.json", free_port()
    write_plan(plan, file)
    arguments = ("bench.bare.worker", ground.temporal, ground.namespace, str(file), str(port))
    pid = await _start(ground, folder, "bare worker", arguments, settings, port)
    return pid, BareDriver(await connect(ground.temporal, ground.namespace))


async def _peers(
    stack: AsyncExitStack, ground: Ground, folder: Path, environment: Mapping[str, str], say: Say
) -> list[Subject]:
    python = await peer_python(ROOT / "var" / "bench" / "peers", environment, say)
    subjects = []
    for name, messages in ((PEER, 0), (PEER_TALKING, len(SCRIPT))):
        peer = await stack.enter_async_context(
            peer_process(
                python,
                await ground.database(f"dbos_{messages}"),
                steps=PEER_STEPS,
                messages=messages,
                log=folder / "peer.log",
                environment=environment,
            )
        )
        subjects.append(Subject(name, peer, {"worker": peer.pid, "postgres": ground.cluster.postmaster()}, _nothing))
    return subjects


async def _start(
    ground: Ground, folder: Path, name: str, arguments: tuple[str, ...], settings: Mapping[str, str], port: int
) -> int:
    child = await ground.supervisor.start(
        ProcessSpec(
            name=name,
            argv=(sys.executable, "-m", *arguments),
            log=folder / f"{name.replace(' ', '-')}.log",
            cwd=ROOT,
            environment=settings,
            ready=http_answers(f"http://{LOOPBACK}:{port}/health/ready"),
            ready_within=_START_WITHIN,
        )
    )
    return child.pid


def _health_port(settings: Mapping[str, str]) -> int:
    return int(settings["MADOGUCHI_WORKER_HEALTH_PORT"])


async def _nothing() -> None:
    """Nothing is left to be done beside."""

"""A beside B beside C: sets the three up on the same servers, measures them in turn, checks that B is comparable."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temporalio.client import Client

from bench.bare.plan import Plan, steps
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
from bench.starting import start_bare, start_ours
from domain import ids
from domain.cases.submission import StartOrder
from embedded.errors import StackError

Say = Callable[[str], None]
OURS, BARE, PEER, PEER_TALKING = "A our request", "B bare workflows", "C DBOS", "C+ DBOS, messages"
PEER_STEPS = 10
_CASES_LOOKED_AT = 20
_CASES_RECORDED = 9


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
    settings = await worker_environment(ground, folder, environment)
    engine = {"server": ground.processes("temporal"), "postgres": ground.cluster.postmaster()}
    async with AsyncExitStack() as stack:
        worker = await start_ours(ground, folder, settings)
        driver = await stack.enter_async_context(request_driver(settings))
        ours = Driven(driver)
        plan = await recorded(driver, ours, say)
        bare_worker, bare_driver = await start_bare(ground, folder, settings, plan)
        bare = Driven(bare_driver)

        async def settle() -> None:
            await settled(driver.store.pool)

        peers, missing = await _peers_or_why_not(stack, ground, folder, environment, say)
        subjects = [
            Subject(OURS, ours, {"worker": worker, **engine}, settle),
            Subject(BARE, bare, {"worker": bare_worker, **engine}, _nothing),
            *peers,
        ]
        say(f"measuring {len(subjects)} subjects in {rounds} rounds")
        measured = await measure(subjects, rounds, sizes, say)
        our_case, our_share = usual([await our_history(driver.engine, each) for each in _last(ours)])
        bare_case, bare_share = usual([await bare_history(bare_driver.engine, each) for each in _last(bare)])
        yield Compared(
            measured=measured,
            ours=our_case,
            bare=bare_case,
            alike=(our_share, bare_share),
            plan=plan,
            missing=missing,
            driver=driver,
            environment=settings,
        )


async def recorded(driver: RequestDriver, ours: Driven[StartOrder], say: Say) -> Plan:
    """Let a few requests of ours run and return what a bare pair must do to leave the same events."""
    say("recording requests of ours, for the bare pair to follow")
    await ours.alone(_CASES_RECORDED)
    case, _ = usual([await our_history(driver.engine, each) for each in ours.finished])
    return Plan(request=steps(case.request), payment=steps(case.payment))


async def our_history(engine: Client, workflow_id: str) -> CaseHistory:
    """Fetch both histories of a request of ours."""
    payment = ids.payment_id(ids.case_of_workflow(workflow_id) or "")
    return await case_history(engine, workflow_id, ids.payment_workflow_id(payment))


async def bare_history(engine: Client, workflow_id: str) -> CaseHistory:
    """Fetch both histories of a bare pair."""
    return await case_history(engine, workflow_id, payment_of(workflow_id))


def _last(driven: Driven[Any]) -> list[str]:
    return driven.finished[-_CASES_LOOKED_AT:]


async def _peers_or_why_not(
    stack: AsyncExitStack, ground: Ground, folder: Path, environment: Mapping[str, str], say: Say
) -> tuple[list[Subject], tuple[str, ...]]:
    try:
        return await _peers(stack, ground, folder, environment, say), ()
    except StackError as error:
        say(str(error))
        return [], (str(error),)


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


async def _nothing() -> None:
    """Nothing is left to be done beside."""

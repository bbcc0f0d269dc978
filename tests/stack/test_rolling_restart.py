"""A rolling restart under load: workers and web processes are replaced again and again, and nobody notices.

Two of each, one of which always works, as a city would run them behind its load balancer (docs/operations.md, "Rolling restart"). The load balancer
of the test asks for readiness four times a second and tries no call twice.
"""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import chain, pairwise
from pathlib import Path
from statistics import mean, median

import httpx2
import pytest
from fixtures.front import Front, front
from fixtures.journey import Journey, Town
from fixtures.services import free_port
from temporalio.api.enums.v1 import EventType

from adapters.keys import Keys
from adapters.temporal.connection import connect
from domain import ids
from embedded.probes import http_answers
from embedded.processes import ChildProcess, ProcessSpec
from embedded.stack import Stack

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]
LASTS = 30.0  # seconds
EVERY = 2.0  # seconds between two ends of the same kind at least; more when the last is not ready again
AT_MOST = 8.0  # seconds between two ends, on average; two where nobody else uses the machine
AT_ONCE = 8  # requests
PATIENCE = 40.0  # seconds; a decision may be given to a worker that ends, and to another ten seconds later
DRAIN = 2.0  # seconds: eight looks of the load balancer, fewer on a busy machine
GRACE = {"worker": 40.0, "web": 40.0}  # seconds
PORT_OF = {"worker": "MADOGUCHI_WORKER_HEALTH_PORT", "web": "MADOGUCHI_WEB_PORT"}
LOST_TIME = {EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT}


class Service:
    """One worker or web process, replaced by another on a port of its own."""

    def __init__(self, name: str, stack: Stack, folder: Path) -> None:
        self.name = name
        self._stack = stack
        self._log = folder / f"{name}-{free_port()}.log"
        self.port = 0
        self.child: ChildProcess | None = None

    async def start(self) -> None:
        """Start and wait until it is ready."""
        self.port = free_port()
        settings = {
            PORT_OF[self.name]: str(self.port),
            "MADOGUCHI_WEB_DESK": "both",  # behind one balancer, for citizens and officers alike
            "MADOGUCHI_WEB_METRICS_PORT": "",
            "MADOGUCHI_WEB_DRAIN_SECONDS": str(DRAIN),
        }
        spec = ProcessSpec(
            name=self.name,
            argv=(sys.executable, "-m", "cli.main", self.name),
            log=self._log,
            cwd=ROOT,
            environment={**os.environ, **self._stack.environment(), **settings},
            ready=http_answers(f"http://127.0.0.1:{self.port}/health/ready"),
            ready_within=60.0,
        )
        self.child = await ChildProcess.start(spec)
        await self.child.wait_until_ready()

    async def stop(self) -> None:
        """End it by SIGTERM; it must end by itself, within its grace time, with status 0."""
        os.kill(self.child.pid, signal.SIGTERM)
        status = await asyncio.wait_for(asyncio.shield(self.child.exited), GRACE[self.name])
        assert status == 0, self._log.read_text(encoding="utf-8")[-4000:]

    async def leave(self) -> None:
        """End whatever runs of it."""
        if self.child is not None:
            await self.child.stop()


class BalancedTown(Town):
    """People who reach the web through a load balancer; every answer they get is counted."""

    def __init__(self, stack: Stack, address: str) -> None:
        super().__init__(stack)
        self._address = address
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0
        self.client = httpx2.AsyncClient(
            timeout=PATIENCE,
            trust_env=False,
            limits=httpx2.Limits(max_keepalive_connections=0),
            event_hooks={"response": [self._count]},
        )

    @property
    def web(self) -> str:
        """Where the citizens knock."""
        return self._address

    @property
    def office(self) -> str:
        """And the officers."""
        return self._address

    async def _count(self, answer: httpx2.Response) -> None:
        await answer.aread()
        self.statuses[answer.status_code] += 1
        self.slowest = max(self.slowest, answer.elapsed.total_seconds())


@asynccontextmanager
async def pairs(stack: Stack, balancer: Front, folder: Path) -> AsyncIterator[dict[str, list[Service]]]:
    """Two workers and two web processes in place of the stack's own worker."""
    await stack.process("worker").stop()
    services = {name: [Service(name, stack, folder) for _ in range(2)] for name in GRACE}
    async with AsyncExitStack() as leaving:
        leaving.push_async_callback(stack.supervisor.restart, "worker")
        for service in (*services["worker"], *services["web"]):
            leaving.push_async_callback(service.leave)
            await service.start()
        for web in services["web"]:
            balancer.behind.add(web.port)
            await balancer.until(web.port, ready=True)
        yield services


async def replaced(service: Service, balancer: Front) -> None:
    """End a process and start another; the load balancer learns of it as of any."""
    before = service.port
    await service.stop()
    balancer.behind.discard(before)
    await service.start()
    if service.name == "web":
        balancer.behind.add(service.port)
        await balancer.until(service.port, ready=True)


async def replaced_in_turn(pair: list[Service], balancer: Front) -> list[float]:
    """Replace the two of a kind in turn for a while; return the instants at which each was told to end."""
    told, begun = list[float](), time.monotonic()
    while time.monotonic() < begun + LASTS:
        told.append(time.monotonic())
        await replaced(pair[len(told) % 2], balancer)
        await asyncio.sleep(max(0.0, told[-1] + EVERY - time.monotonic()))
    return told


def intervals(told: Iterable[float]) -> list[float]:
    """Return the seconds between instants."""
    return [later - earlier for earlier, later in pairwise(sorted(told))]


async def requests_until(over: asyncio.Event, town: BalancedTown, done: list[Journey]) -> None:
    """Bring one request after the other from the form to the letter box."""
    while not over.is_set():
        journey = Journey(town)
        done.append(journey)
        await journey.apply()
        await journey.pay()
        await journey.propose()
        await (await journey.approve()).printed()
        await journey.seal(await journey.people.post.sticker("specified_record"))
        await journey.deliver()


async def lost_time(stack: Stack, journeys: list[Journey]) -> Counter[str]:
    """Count in the histories what somebody was given and did not bring back in time."""
    environment = stack.environment()
    ring = Keys.load(Path(environment["MADOGUCHI_KEYS_FILE"])).engine
    engine = await connect(environment["MADOGUCHI_TEMPORAL_ADDRESS"], environment["MADOGUCHI_TEMPORAL_NAMESPACE"], ring)
    found: Counter[str] = Counter()
    for journey in journeys:
        payment = ids.payment_workflow_id(ids.payment_id(journey.case_id))
        for workflow in (ids.case_workflow_id(journey.case_id), payment):
            async for event in engine.get_workflow_handle(workflow).fetch_history_events():
                if event.event_type in LOST_TIME:
                    found[EventType.Name(event.event_type)] += 1
    return found


async def test_nobody_notices_a_rolling_restart(stack: Stack, tmp_path: Path, report: Callable[[str], None]):
    """Half a minute under load, in which processes end by SIGTERM every few seconds; the report says how often.

    Every call is answered and none by an error, every request reaches the letter box once, no step was given up for
    lost, every process ended with status 0 within its grace time.
    """
    over, journeys = asyncio.Event(), list[Journey]()
    async with (
        front() as balancer,
        pairs(stack, balancer, tmp_path) as services,
        BalancedTown(stack, balancer.address) as town,
        asyncio.TaskGroup() as tasks,
    ):
        for _ in range(AT_ONCE):
            tasks.create_task(requests_until(over, town, journeys))
        turns = [tasks.create_task(replaced_in_turn(pair, balancer)) for pair in services.values()]
        await asyncio.wait(turns)
        over.set()
    told = [turn.result() for turn in turns]
    any_kind, by_kind = intervals(chain(*told)), dict(zip(services, map(intervals, told), strict=True))
    assert all(by_kind.values()), f"not both of a kind were replaced: {by_kind}"
    medians = ", ".join(f"a {name} every {median(each):.1f} s (median)" for name, each in by_kind.items())
    reached = (
        f"rolling restart: {len(any_kind) + 1} processes ended, one every {mean(any_kind):.1f} s, {medians}; "
        f"{len(journeys)} requests, slowest call {town.slowest:.1f} s"
    )
    report(reached)

    assert mean(any_kind) < AT_MOST, reached
    assert len(journeys) >= AT_ONCE
    assert max(town.statuses) < httpx2.codes.BAD_REQUEST
    assert await lost_time(stack, journeys) == {}
    async with Town(stack) as books:
        for journey in journeys:
            journey.town = books
            await journey.done_once()

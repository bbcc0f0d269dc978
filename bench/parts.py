"""The parts of a run, each on servers of its own; each returns what it adds to var/bench.json."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

from adapters.keys import Keys
from bench.comparison import Compared, compared
from bench.load.run import LoadPlan, measure_load
from bench.load.table import table as load_table
from bench.measuring.blocks import Sizes
from bench.measuring.events import CaseHistory
from bench.measuring.replaying import Replayed, replayed
from bench.pages.run import measure_pages
from bench.profile import draw_profile
from bench.report.results import results
from bench.servers.ground import ROOT, servers

Say = Callable[[str], None]
_REPLAYED_CASES = 20
FLAMES = ROOT / "var" / "one-request.svg"


@dataclass(frozen=True)
class Order:
    """What to measure. `folder` exists and is the run's own."""

    folder: Path
    rounds: int
    development: bool
    environment: Mapping[str, str]
    say: Say


async def abc(order: Order) -> dict[str, Any]:
    """A, B and C in turn, their histories, and their replay. Raises StackError, NotRepeatable."""
    async with (
        servers(order.folder, environment=order.environment, say=order.say, development=order.development) as ground,
        compared(ground, order.folder, order.environment, rounds=order.rounds, sizes=Sizes(), say=order.say) as found,
    ):
        order.say("replaying")
        replay = await _replayed(found)
        about = {"server": ground.server, "postgres": ground.postgres}
        return results(found, replay, about)


async def profile(order: Order) -> dict[str, Any]:
    """Where the worker's processor time goes: a flame graph. Raises StackError."""
    async with servers(
        order.folder, environment=order.environment, say=order.say, development=order.development
    ) as ground:
        order.say("profiling our request")
        cases = await draw_profile(ground, order.folder, order.environment, FLAMES)
        return {"profile": {"server": ground.server, "requests": cases, "flame_graph": FLAMES.name}}


async def load(order: Order) -> dict[str, Any]:
    """A rush of submissions, 20,000 open requests, restarts. Raises StackError."""
    async with servers(
        order.folder, environment=order.environment, say=order.say, development=order.development
    ) as ground:
        found = await measure_load(ground, order.folder / "installation", order.environment, order.say, LoadPlan())
        return {"load": {**asdict(found), "misses": found.misses, "table": load_table(found)}}


async def pages(order: Order) -> dict[str, Any]:
    """What pages weigh, and how long people wait for them. Raises StackError, NoPageError."""
    async with servers(
        order.folder, environment=order.environment, say=order.say, development=order.development
    ) as ground:
        found = await measure_pages(ground, order.folder / "installation", order.environment, order.say)
        return {"pages": found.as_json()}


async def _replayed(found: Compared) -> Replayed:
    ring = Keys.load(Path(found.environment["MADOGUCHI_KEYS_FILE"])).engine
    return await replayed(_both(found.ours), _both(found.bare), found.plan, ring, cases=_REPLAYED_CASES)


def _both(case: CaseHistory) -> list[WorkflowHistory]:
    return [WorkflowHistory(case.ids[0], case.request), WorkflowHistory(case.ids[1], case.payment)]

"""One run of the benchmark on one set of servers: what is measured, what is written, what is said."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

from adapters.keys import Keys
from bench.comparison import Compared, compared
from bench.measuring.blocks import Sizes
from bench.measuring.events import CaseHistory
from bench.measuring.replaying import Replayed, replayed
from bench.report.machine import machine, versions
from bench.report.results import results
from bench.report.table import comparison_table, history_table, ratio_table, target_table
from bench.servers.ground import servers

Say = Callable[[str], None]
PARTS = ("abc",)
_REPLAYED_CASES = 20
_MISSING, _VOID = 3, 1


@dataclass(frozen=True)
class Order:
    """What to measure and where to leave it. `folder` exists."""

    folder: Path
    parts: frozenset[str]
    rounds: int
    development: bool
    result: Path


async def run(order: Order, environment: Mapping[str, str], say: Say) -> int:
    """Measure and write; return the exit status. Raises StackError."""
    about: dict[str, object] = {"machine": machine(), "versions": versions(), "at": datetime.now(UTC).isoformat()}
    say("starting Postgres and Temporal")
    async with servers(order.folder, environment=environment, say=say, development=order.development) as ground:
        about |= {"server": ground.server, "postgres": ground.postgres, "rounds": order.rounds}
        say(f"on {ground.server}; {ground.postgres}")
        async with compared(ground, order.folder, environment, rounds=order.rounds, sizes=Sizes(), say=say) as found:
            say("replaying")
            replay = await _replayed(found)
            body = results(found, replay, about)
    _write(order.result, body)
    _show(body)
    say(f"everything stands in {order.result}")
    if body["history"]["differs_from_bare"]:
        say("VOID: the bare workflows left other events than ours, see history.differs_from_bare")
        return _VOID
    return _MISSING if body["missing"] else 0


async def _replayed(found: Compared) -> Replayed:
    ring = Keys.load(Path(found.environment["MADOGUCHI_KEYS_FILE"])).payload
    return await replayed(_both(found.ours), _both(found.bare), found.plan, ring, cases=_REPLAYED_CASES)


def _both(case: CaseHistory) -> list[WorkflowHistory]:
    return [WorkflowHistory(case.ids[0], case.request), WorkflowHistory(case.ids[1], case.payment)]


def _write(file: Path, body: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _show(body: Mapping[str, Any]) -> None:
    print(f"\n{body['server']}; {body['postgres']}; load of the machine before: {body['machine']['load_at_start']}\n")
    for table in (comparison_table, target_table, ratio_table, history_table):
        print(f"{table(body)}\n")

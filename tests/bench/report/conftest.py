"""Results of a run that never was, in the shape of var/bench.json."""

from typing import Any

import pytest

from bench.bare.plan import Plan
from bench.comparison import BARE, OURS, PEER, Compared
from bench.measuring.blocks import Block, Measured
from bench.measuring.events import CaseHistory
from bench.measuring.replaying import Replayed
from bench.report.results import results


def measured(name: str, seconds: float, throughput: float, worker: float = 0.05) -> Measured:
    """Two rounds, the second on a machine half as fast."""
    blocks = [
        Block(
            round=number,
            latencies=[seconds * number] * 3,
            throughput=throughput / number,
            processor={"worker": worker, "server": 0.1, "postgres": 0.02},
        )
        for number in (1, 2)
    ]
    return Measured(name, blocks)


def body(*, peer: bool = True) -> dict[str, Any]:
    """Return results; without a `peer` it could not be had."""
    rows = [measured(OURS, 0.12, 8.0, worker=0.08), measured(BARE, 0.10, 10.0, worker=0.04)]
    rows += [measured(PEER, 0.05, 40.0)] if peer else []
    history = CaseHistory(ids=("r", "p"), request=[], payment=[], size=24_000)
    found = Compared(
        measured={row.name: row for row in rows},
        ours=history,
        bare=history,
        alike=(1.0, 1.0),
        plan=Plan((), ()),
        missing=() if peer else ("no peer",),
        driver=None,  # type: ignore[arg-type] - nothing here talks to an engine
        environment={},
    )
    about = {
        "server": "Temporal 1.31.2 on Postgres, 4 shards",
        "postgres": "15",
        "at": "2026-11-23T12:00:00+00:00",
        "machine": {"cores": 2, "processor": "P", "memory_gib": 24, "system": "Linux", "load_at_start": 0.1},
        "versions": {"python": "3.11", "temporalio": "1.35.0", "dbos": "3.4.0"},
    }
    return results(found, Replayed(ours=0.07, bare=0.05, ratio=1.4), about)


@pytest.fixture
def full_body() -> dict[str, Any]:
    """Results of a whole run."""
    return body()


@pytest.fixture
def body_without_peer() -> dict[str, Any]:
    """Results of a run whose peer could not be had."""
    return body(peer=False)

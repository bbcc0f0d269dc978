"""The run's results in the shape of var/bench.json."""

import statistics
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bench.comparison import BARE, OURS, PEER, PEER_TALKING, Compared
from bench.measuring.blocks import Block, Measured
from bench.measuring.events import differences
from bench.measuring.replaying import Replayed
from bench.report.targets import judged


def results(found: Compared, replay: Replayed, about: Mapping[str, object]) -> dict[str, Any]:
    """Return everything: ratios, history, targets, rows, raw blocks; `about` says where and with what."""
    measured = found.measured
    history = {
        "events": found.ours.events,
        "bytes": found.ours.size,
        "by_kind": dict(found.ours.by_kind.most_common()),
        "request_events": len(found.ours.request),
        "payment_events": len(found.ours.payment),
        "bare_bytes": found.bare.size,
        "differs_from_bare": differences(found.ours.by_kind, found.bare.by_kind),
        "cases_alike": {"ours": found.alike[0], "bare": found.alike[1]},
    }
    body: dict[str, Any] = {
        **about,
        "rounds": len(next(iter(measured.values())).blocks),
        "ratios": {
            "latency_vs_bare": latency_ratio(measured, BARE),
            "throughput_vs_bare": throughput_ratio(measured, BARE),
            "processor_vs_bare": processor_ratio(measured, BARE),
            "latency_vs_dbos": latency_ratio(measured, PEER),
            "latency_vs_dbos_with_messages": latency_ratio(measured, PEER_TALKING),
            "bare_latency_vs_dbos": latency_ratio(measured, PEER, BARE),
            "replay_vs_bare": round(replay.ratio, 3),
        },
        "history": history,
        "replay": {"ours_ms": _ms(replay.ours), "bare_ms": _ms(replay.bare)},
        "rows": [row(each) for each in measured.values()],
        "missing": list(found.missing),
        "blocks": {name: [asdict(block) for block in each.blocks] for name, each in measured.items()},
    }
    body["targets"] = [each.as_json() for each in judged(body)]
    return body


def row(measured: Measured) -> dict[str, Any]:
    """Return one subject's line of the table; milliseconds, and cases a second."""
    return {
        "name": measured.name,
        "p50_ms": _ms(measured.p50),
        "p95_ms": _ms(measured.p95),
        "per_second_at_16": round(measured.throughput, 2),
        "processor_ms": {name: _ms(seconds) for name, seconds in measured.processor.items()},
    }


def latency_ratio(measured: Mapping[str, Measured], other: str, ours: str = OURS) -> float | None:
    """Return the median over the rounds of our median latency as a multiple of the other's in the same round."""
    pairs = _pairs(measured, ours, other)
    if not pairs:
        return None
    return round(
        statistics.median(statistics.median(a.latencies) / statistics.median(b.latencies) for a, b in pairs), 3
    )


def throughput_ratio(measured: Mapping[str, Measured], other: str, ours: str = OURS) -> float | None:
    """Return the median over the rounds of our cases a second as a multiple of the other's in the same round."""
    pairs = _pairs(measured, ours, other)
    return round(statistics.median(a.throughput / b.throughput for a, b in pairs), 3) if pairs else None


def processor_ratio(measured: Mapping[str, Measured], other: str, ours: str = OURS) -> float | None:
    """Return the median over the rounds of our processor time per case, all that is done beside included, likewise."""
    pairs = _pairs(measured, ours, other)
    return (
        round(statistics.median(sum(a.processor.values()) / sum(b.processor.values()) for a, b in pairs), 3)
        if pairs
        else None
    )


def _pairs(measured: Mapping[str, Measured], ours: str, other: str) -> list[tuple[Block, Block]]:
    if ours not in measured or other not in measured:
        return []
    return list(zip(measured[ours].blocks, measured[other].blocks, strict=True))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)

"""Profiles ours and the bare pair: some cases alone, each laid out by what its time was spent on."""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measuring.driving import Driver
from bench.measuring.events import CaseHistory
from bench.profiling.laying import PARTS, Span, laid, workflow_tasks


@dataclass(frozen=True)
class Profiled:
    """Mean seconds of one case by part, of the middle half of the cases; and the spans a case has, by kind."""

    seconds: dict[str, float]
    spans: dict[str, float]

    @property
    def total(self) -> float:
        """All parts."""
        return sum(self.seconds.values())


@dataclass(frozen=True)
class _Case:
    span: Span
    workflow_id: str


async def profiled(
    driver: Driver[Any], spans_file: Path, history: Callable[[str], Awaitable[CaseHistory]], *, cases: int
) -> Profiled:
    """Run cases alone and lay them out; the first few warm up."""
    warm, done = 3, []
    for number in range(cases + warm):
        case = await driver.prepare()
        start = time.time()
        workflow_id = await driver.run(case)
        if number >= warm:
            done.append(_Case(Span("case", start, time.time()), workflow_id))
    noted = await asyncio.to_thread(_read, spans_file)
    layouts = []
    counts: dict[str, float] = {}
    for each in _middle(done):
        found = await history(each.workflow_id)
        tasks = [*workflow_tasks(found.request), *workflow_tasks(found.payment)]
        inside = [span for span in noted if span.end > each.span.start and span.start < each.span.end]
        layouts.append(laid(each.span, [*inside, *tasks]))
        for span in inside:
            counts[span.kind] = counts.get(span.kind, 0) + 1
    return Profiled(
        seconds={part.name: statistics.fmean(layout[part.name] for layout in layouts) for part in PARTS},
        spans={kind: round(count / len(layouts), 1) for kind, count in counts.items()},
    )


def _middle(cases: Sequence[_Case]) -> list[_Case]:
    """Return the middle half by duration: what the machine did meanwhile stands in the longest."""
    ordered = sorted(cases, key=lambda case: case.span.end - case.span.start)
    quarter = len(ordered) // 4
    return ordered[quarter : len(ordered) - quarter]


def _read(file: Path) -> list[Span]:
    return [Span(*json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]

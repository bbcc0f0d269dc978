"""What is measured of the pages, and how it reads in docs/performance.md."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.report.table import markdown

HEAVIEST, MOST_CALLS, MOST_SCRIPT = 30 * 1024, 4, 3 * 1024  # W1: bytes on the wire, calls, bytes of scripts
SLOWEST_PAGE, SLOWEST_SUBMISSION = 0.120, 1.0  # seconds, p95 (W2)


@dataclass(frozen=True)
class Weight:
    """A page as a browser gets it that was never here. `wire` has the headers too."""

    page: str
    wire: int
    calls: int
    script: int


@dataclass(frozen=True)
class Times:
    """Answers under load; `errors` are those that were none, or no page."""

    name: str
    answers: int
    errors: int
    p50: float
    p95: float
    longest: float

    @classmethod
    def of(cls, name: str, took: Sequence[float], errors: int) -> "Times":
        """Return the figures of answers that took so many seconds each."""
        ranked = sorted(took) or [0.0]
        p95 = ranked[min(len(ranked) - 1, round(len(ranked) * 0.95))]
        return cls(name, len(took), errors, statistics.median(ranked), p95, ranked[-1])


@dataclass(frozen=True)
class PageFigures:
    """One run. `mixed` beside `bare`: the same rate, the same machine, a page of the same size with nothing behind it."""

    weights: tuple[Weight, ...]
    mixed: Times
    bare: Times
    submissions: Times
    a_second: float

    @property
    def misses(self) -> list[str]:
        """Return in words what was missed."""
        told = [
            f"{each.page} weighs {each.wire} bytes in {each.calls} calls, {each.script} of scripts"
            for each in self.weights
            if each.wire > HEAVIEST or each.calls > MOST_CALLS or each.script > MOST_SCRIPT
        ]
        told += [f"p95 of pages is {self.mixed.p95 * 1000:.0f} ms"] if self.mixed.p95 > SLOWEST_PAGE else []
        told += [f"{self.mixed.errors} pages were errors"] if self.mixed.errors else []
        slow = self.submissions.p95 > SLOWEST_SUBMISSION or self.submissions.errors
        return told + ([f"p95 of submissions is {self.submissions.p95:.2f} s"] if slow else [])

    def as_json(self) -> dict[str, Any]:
        """Return it for var/bench.json."""
        return {**asdict(self), "misses": self.misses, "table": table(self)}


def table(found: PageFigures) -> str:
    """Return the figures as Markdown."""
    heavy = max(found.weights, key=lambda each: each.wire)
    rows = [
        ("heaviest page, cold, headers too", f"{heavy.wire / 1024:.1f} KiB ({heavy.page})", "at most 30 KiB"),
        ("calls for it", f"{max(each.calls for each in found.weights)}", "at most 4"),
        ("scripts", f"{max(each.script for each in found.weights) / 1024:.1f} KiB", "at most 3 KiB"),
        (f"{found.a_second:g} pages a second, mixed: p50, p95, longest", _told(found.mixed), "p95 at most 120 ms"),
        ("the same from a bare FastAPI and Jinja page", _told(found.bare), ""),
        ("submissions: p50, p95, longest", _told(found.submissions), "p95 at most 1 s"),
    ]
    return markdown(("pages", "measured", "target"), rows)


def _told(times: Times) -> str:
    ms = " / ".join(f"{seconds * 1000:.0f}" for seconds in (times.p50, times.p95, times.longest))
    return f"{ms} ms, {times.errors} errors of {times.answers}"

"""What the project wants of its speed (issue 5), and by how much a run has it or misses it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

KIB = 1024


@dataclass(frozen=True)
class Target:
    """One wish: `figure` names it in the results, `limit` bounds it."""

    figure: str
    name: str
    kind: Literal["at most", "at least"]
    limit: float

    def judged(self, value: float | None) -> "Judged":
        """Hold a figure against it; None was not measured."""
        return Judged(self, value)


@dataclass(frozen=True)
class Judged:
    """A target with what was measured."""

    target: Target
    value: float | None

    @property
    def met(self) -> bool:
        """Whether it was measured and holds."""
        if self.value is None:
            return False
        return self.value <= self.target.limit if self.target.kind == "at most" else self.value >= self.target.limit

    @property
    def verdict(self) -> str:
        """Say met, or missed by how many percent of the limit, or not measured."""
        if self.value is None:
            return "not measured"
        if self.met:
            return "met"
        return f"missed by {abs(self.value - self.target.limit) / self.target.limit:.0%}"

    def as_json(self) -> dict[str, object]:
        """Return it for var/bench.json."""
        return {
            "figure": self.target.figure,
            "kind": self.target.kind,
            "limit": self.target.limit,
            "value": self.value,
            "met": self.met,
            "verdict": self.verdict,
        }


TARGETS = (
    Target("ratios.latency_vs_bare", "latency beside the bare engine (A/B)", "at most", 1.15),
    Target("ratios.throughput_vs_bare", "throughput beside the bare engine (A/B)", "at least", 0.85),
    Target("ratios.latency_vs_dbos", "latency beside DBOS (A/C)", "at most", 1.0),
    Target("history.events", "events of a request with its payment", "at most", 100),
    Target("history.bytes", "bytes of a request with its payment", "at most", 64 * KIB),
)


def judged(results: Mapping[str, Mapping[str, object]]) -> list[Judged]:
    """Hold results, as they stand in var/bench.json, against every target."""
    found = []
    for target in TARGETS:
        part, _, figure = target.figure.partition(".")
        value = results[part].get(figure)
        found.append(target.judged(float(value) if isinstance(value, int | float) else None))
    return found

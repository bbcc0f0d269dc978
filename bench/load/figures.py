"""What the load run measures, and what it should be. Seconds unless the name says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

RUSH_P99_S = 1.0
READY_S = 30.0
MEMORY_BYTES = 3 * 2**29  # 1.5 GiB
DRAINED_S = 600.0


@dataclass(frozen=True)
class Spread:
    """Some durations, summed up."""

    count: int
    p50: float
    p95: float
    p99: float
    max: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Sum up durations; all zero when there are none."""
        ordered = sorted(seconds) or [0.0]

        def at(part: float) -> float:
            return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))], 4)

        return cls(len(seconds), at(0.50), at(0.95), at(0.99), round(ordered[-1], 4))


@dataclass(frozen=True)
class Rush:
    """Submissions at a steady pace, whatever the answers take; `acknowledged` counts from the instant each was due.

    `drained` is from the first submission until each waits for payment with a code that can be paid, `settled` until
    nothing is left to seal or to mail either.
    """

    submissions: int
    pace_per_s: float
    acknowledged: Spread
    errors: int
    lost: int
    drained: float
    settled: float
    worker_peak_bytes: int

    @property
    def misses(self) -> list[str]:
        """What is not as it should be, in words."""
        found = []
        if self.acknowledged.p99 >= RUSH_P99_S:
            found.append(f"acknowledged p99 is {self.acknowledged.p99:.2f} s, not under {RUSH_P99_S:.0f} s")
        if self.errors or self.lost:
            found.append(f"{self.errors} errors, {self.lost} lost")
        if self.drained >= DRAINED_S:
            found.append(f"drained after {self.drained:.0f} s, not within {DRAINED_S:.0f} s")
        return found


@dataclass(frozen=True)
class Filling:
    """How the open requests were made: by how many worker processes, in what time.

    `cpu_ms` is processor time for one of them, its provider checks meanwhile included, by process. `wanted` is how many
    there should have been; the time for them is limited.
    """

    wanted: int
    open_requests: int
    workers: int
    made: int
    took: float
    per_s: float
    cpu_ms: dict[str, float]

    @property
    def misses(self) -> list[str]:
        """What is not as it should be, in words."""
        if self.open_requests >= self.wanted:
            return []
        return [f"only {self.open_requests} open requests instead of {self.wanted} were made in {self.took:.0f} s"]


@dataclass(frozen=True)
class Restart:
    """One stop and start of the worker with all those requests open.

    `ready` counts from the start of the new process; `fresh` is a new submission until it can be paid, `paid_oldest` and
    `paid_newest` a payment of an old request until its examination, all sent as soon as the worker was ready; None is not
    in time.
    """

    how: str
    open_requests: int
    stopped: float
    ready: float
    fresh: float | None
    paid_oldest: float | None
    paid_newest: float | None
    peak_bytes: int

    @property
    def misses(self) -> list[str]:
        """What is not as it should be, in words."""
        found = []
        if self.ready >= READY_S:
            found.append(f"ready {self.ready:.1f} s after {self.how}, not within {READY_S:.0f} s")
        if self.peak_bytes >= MEMORY_BYTES:
            found.append(f"{self.peak_bytes / 2**30:.2f} GiB after {self.how}, not under 1.5 GiB")
        if None in (self.fresh, self.paid_oldest, self.paid_newest):
            found.append(f"not everybody was served after {self.how}")
        return found


@dataclass(frozen=True)
class Stampede:
    """Many are paid while the worker is away; it comes back to all of them at once, with an empty cache.

    `served` is from the start of the new process until all are under examination. New submissions come meanwhile, one
    every two seconds: `acknowledged` is how long each waits for its answer, `fresh` until it can be paid.
    """

    paid: int
    ready: float
    served: float
    acknowledged: Spread
    fresh: Spread
    not_served: int
    deadlocks: int
    failed_tasks: int
    peak_bytes: int

    @property
    def misses(self) -> list[str]:
        """What is not as it should be, in words."""
        found = []
        if self.deadlocks or self.failed_tasks:
            found.append(f"{self.deadlocks} workflow tasks over two seconds (TMPRL1101), {self.failed_tasks} failed")
        if self.not_served:
            found.append(f"{self.not_served} payments and new requests not served in the stampede")
        if self.peak_bytes >= MEMORY_BYTES:
            found.append(f"{self.peak_bytes / 2**30:.2f} GiB in the stampede, not under 1.5 GiB")
        return found


@dataclass(frozen=True)
class Question:
    """One of our own queries on that many rows: its time, the buffers of 8 KiB it touched, tables it read whole."""

    name: str
    ms: float
    buffers: int
    read_whole: list[str]


@dataclass
class LoadFigures:
    """Everything, in the order it was measured. `machine` and `servers` say on what; `unfinished` names parts given up."""

    machine: dict[str, Any]
    servers: dict[str, str]
    rush: Rush | None = None
    filling: Filling | None = None
    questions: list[Question] = field(default_factory=list)
    restarts: list[Restart] = field(default_factory=list)
    stampede: Stampede | None = None
    unfinished: list[str] = field(default_factory=list)

    @property
    def misses(self) -> list[str]:
        """Every target that was missed, in words."""
        parts = [part for part in (self.rush, self.filling, *self.restarts, self.stampede) if part is not None]
        return [*self.unfinished, *(miss for part in parts for miss in part.misses)]

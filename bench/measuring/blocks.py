"""Blocks in turn: every subject is measured a little, then the next, round by round, so that noise hits all alike."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.measuring.processor import processor_seconds
from bench.measuring.subject import Subject

Say = Callable[[str], None]
_PERCENT_95 = 0.95
_WITHIN = 420.0  # seconds
_AT_LEAST = 2  # rounds


@dataclass(frozen=True)
class Sizes:
    """How much a round measures of each subject: cases alone, cases together, and how many of those at once."""

    alone: int = 6
    together: int = 32
    at_once: int = 16


@dataclass
class Block:
    """What one round found of one subject. Seconds; `processor` is per case and by process."""

    round: int
    latencies: list[float]
    throughput: float
    processor: dict[str, float]


@dataclass
class Measured:
    """All blocks of one subject."""

    name: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """Median of the blocks' medians, in seconds."""
        return statistics.median(statistics.median(block.latencies) for block in self.blocks)

    @property
    def p95(self) -> float:
        """95th percentile of all cases run alone, in seconds."""
        return percentile(sorted(each for block in self.blocks for each in block.latencies), _PERCENT_95)

    @property
    def throughput(self) -> float:
        """Median of the blocks' cases a second."""
        return statistics.median(block.throughput for block in self.blocks)

    @property
    def processor(self) -> dict[str, float]:
        """Median processor seconds per case, by process."""
        names = self.blocks[0].processor
        return {name: statistics.median(block.processor[name] for block in self.blocks) for name in names}


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which this share of the ordered values lies (nearest rank)."""
    return ordered[math.ceil(share * len(ordered)) - 1]


async def measure(subjects: Sequence[Subject], rounds: int, sizes: Sizes, say: Say) -> dict[str, Measured]:
    """Measure every subject in every round, beginning each round with another one; a first short round is thrown away.

    On a machine that is too busy fewer rounds are measured: none begins after seven minutes, but for the first two.
    """
    for subject in subjects:
        say(f"  warming up {subject.name}")
        await _block(subject, 0, Sizes(alone=3, together=sizes.at_once, at_once=sizes.at_once))
    measured = {subject.name: Measured(subject.name) for subject in subjects}
    start = time.monotonic()
    for number in range(1, rounds + 1):
        if number > _AT_LEAST and time.monotonic() - start > _WITHIN:
            say(f"  the machine is too busy for more than {number - 1} rounds")
            break
        first = (number - 1) % len(subjects)
        for subject in (*subjects[first:], *subjects[:first]):
            block = await _block(subject, number, sizes)
            measured[subject.name].blocks.append(block)
            say(f"  round {number}/{rounds} {subject.name:<22} {_in_words(block)}")
    return measured


async def _block(subject: Subject, number: int, sizes: Sizes) -> Block:
    before = {name: processor_seconds(pid) for name, pid in subject.processes.items()}
    latencies = await subject.runs.alone(sizes.alone)
    seconds = await subject.runs.together(sizes.together, sizes.at_once)
    await subject.settle()  # what it does beside is its own time, and must not fall into the next one's block
    cases = sizes.alone + sizes.together
    used = {name: (processor_seconds(pid) - before[name]) / cases for name, pid in subject.processes.items()}
    return Block(round=number, latencies=latencies, throughput=sizes.together / seconds, processor=used)


def _in_words(block: Block) -> str:
    middle = statistics.median(block.latencies) * 1000
    used = sum(block.processor.values()) * 1000
    return f"{middle:6.0f} ms alone, {block.throughput:5.1f} a second at 16, {used:5.0f} ms processor each"

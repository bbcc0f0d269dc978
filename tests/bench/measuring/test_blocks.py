"""Summing up blocks, and measuring subjects in turn."""

import os
from dataclasses import dataclass, field

from bench.measuring.blocks import Block, Measured, Sizes, measure, percentile
from bench.measuring.subject import Subject


def block(number: int, latencies: list[float], throughput: float) -> Block:
    return Block(round=number, latencies=latencies, throughput=throughput, processor={"worker": throughput / 10})


def test_the_middle_is_the_median_of_the_blocks_medians():
    """One block that something else disturbed does not move it."""
    measured = Measured("A", [block(1, [1, 2, 3], 5), block(2, [1, 2, 9], 4), block(3, [90, 91, 92], 1)])

    assert measured.p50 == 2
    assert measured.throughput == 4
    assert measured.processor == {"worker": 0.4}


def test_a_percentile_is_one_of_the_values():
    """Nearest rank: of twenty values the 95th percentile is the nineteenth."""
    assert percentile(list(range(1, 21)), 0.95) == 19
    assert percentile([7.0], 0.95) == 7.0


@dataclass
class Counted:
    """A subject that notes its turns."""

    name: str
    turns: list[str] = field(default_factory=list)

    async def alone(self, cases: int) -> list[float]:
        """Take a turn."""
        self.turns.append(self.name)
        return [0.1] * cases

    async def together(self, cases: int, at_once: int) -> float:
        """Take no time to speak of."""
        return cases / at_once


async def nothing() -> None:
    """Leave nothing to be done."""


async def test_subjects_take_turns_and_each_begins_a_round():
    """What disturbs a round's beginning does not always disturb the same subject."""
    turns: list[str] = []
    subjects = [Subject(name, Counted(name, turns), {"worker": os.getpid()}, nothing) for name in "ABC"]

    measured = await measure(subjects, 3, Sizes(alone=2, together=4, at_once=2), lambda _: None)

    assert "".join(turns) == "ABC" + "ABC" + "BCA" + "CAB"
    assert [len(each.blocks) for each in measured.values()] == [3, 3, 3]
    assert measured["A"].throughput == 2

"""The checkpointer signs by interval, tells how far the ledger is covered, and of what it cannot sign."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from domain.errors import DomainError, ErrorCode, PortUnavailable
from upkeep.checkpointer import Checkpointer

START = datetime(2026, 12, 1, tzinfo=UTC)
EVERY = timedelta(minutes=10)


class Desk:
    """Publishes as its script says, and notes what it is told; its clock is moved by hand."""

    def __init__(self, *script):
        self.script = list(script)
        self.told = []
        self.now = START
        self.checkpointer = Checkpointer(self.publish, EVERY, self, lambda: self.now)

    async def publish(self):
        """Sign, or fail."""
        fault = self.script.pop(0) if self.script else None
        self.told.append("published")
        if fault is not None:
            raise fault

    def covered(self, until):
        """Note how far."""
        self.told.append(until)

    def contradicted(self):
        """Note that it cannot be."""
        self.told.append("contradicted")


async def test_the_first_is_signed_at_once_and_the_next_after_the_interval():
    """What was recorded before the signing began is covered."""
    desk = Desk()

    await desk.checkpointer.sign_when_due()
    desk.now += EVERY - timedelta(seconds=1)
    await desk.checkpointer.sign_when_due()
    assert desk.told == ["published", START]
    desk.now += timedelta(seconds=1)
    await desk.checkpointer.sign_when_due()

    assert desk.told[2:] == ["published", START + EVERY]


async def test_a_contradiction_is_told_and_stops_nothing():
    """One line in the log with a code; after the interval it is tried again."""
    desk = Desk(DomainError(ErrorCode.LEDGER_CONFLICT, why="ledger_other_than_signed"))

    with capture_logs() as lines:
        assert await desk.checkpointer.sign_when_due() == 0
    await desk.checkpointer.sign_when_due()
    assert desk.told == ["published", "contradicted"]
    assert [(line["log_level"], line["why"]) for line in lines] == [("error", "ledger_other_than_signed")]

    desk.now += EVERY
    await desk.checkpointer.sign_when_due()
    assert desk.told[2:] == ["published", START + EVERY]


async def test_a_system_that_does_not_answer_is_the_loops_affair():
    """It is tried again as soon as the loop asks, and nothing is covered meanwhile."""
    desk = Desk(PortUnavailable("checkpoints"))

    with pytest.raises(PortUnavailable):
        await desk.checkpointer.sign_when_due()
    await desk.checkpointer.sign_when_due()

    assert desk.told == ["published", "published", START]

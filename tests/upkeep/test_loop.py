"""Background work is repeated, waits longer for what does not answer, dies of bugs, and stops when told."""

import asyncio
import itertools
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from domain.errors import PortRejected, PortUnavailable
from upkeep.loop import repeat

PAUSE = timedelta(seconds=2)


class Work:
    """Does as its script says, notes when it was asked, and stops the loop at the script's end."""

    def __init__(self, *script):
        self.script = list(script)
        self.at = []
        self.stop = asyncio.Event()

    async def __call__(self):
        """Return how much was done, or fail."""
        self.at.append(asyncio.get_running_loop().time())
        outcome = self.script.pop(0)
        if not self.script:
            self.stop.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def played(run, *script):
    """Return when each piece of the script was asked for, in seconds."""

    async def main():
        work = Work(*script)
        await repeat("a task", work, PAUSE, work.stop)
        return work.at

    return [round(each, 3) for each in run(main)]


def test_work_is_repeated_after_its_pause(run):
    """Nothing to do: look again two seconds later."""
    assert played(run, 0, 0, 0) == [0, 2, 4]


def test_while_there_is_work_there_is_no_pause(run):
    """A full round is followed by the next at once."""
    assert played(run, 20, 20, 3, 0, 0) == [0, 0, 0, 0, 2]


def test_a_system_that_does_not_answer_is_left_alone_longer_each_time(run):
    """Pauses double up to a minute; the first answer brings the old pause back."""
    down = [PortUnavailable("temporal") for _ in range(7)]
    at = played(run, 0, *down, 0, 0)

    pauses = [after - before for before, after in itertools.pairwise(at)]
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60, 2]


def test_work_that_did_something_before_a_failure_waits_all_the_same(run):
    """Without a pause before it, a failure must not be repeated without one."""
    assert played(run, 5, PortRejected("postgres", "28P01"), 0) == [0, 0, 4]


def test_a_failure_is_seen_in_the_log_by_system_and_seconds(run):
    """One line for each failure: no text of the error, which may quote anything."""
    with capture_logs() as lines:
        played(run, PortUnavailable("mail"), 0)

    assert lines == [
        {
            "event": "upkeep waits for an outside system",
            "log_level": "warning",
            "task": "a task",
            "system": "mail",
            "seconds": 4.0,
        }
    ]


def test_a_bug_ends_the_task(run):
    """Whoever awaits the task sees it; a task that is silently dead helps nobody."""
    with pytest.raises(ZeroDivisionError):
        played(run, 0, ZeroDivisionError(), 0)


def test_stop_ends_a_long_pause_at_once(run):
    """Told to stop in the middle of a minute's pause, it does not wait for its end."""

    async def main():
        stop, loop = asyncio.Event(), asyncio.get_running_loop()

        async def work():
            loop.call_later(1, stop.set)
            raise PortUnavailable("temporal")

        await repeat("a task", work, timedelta(seconds=30), stop)
        return loop.time()

    assert run(main) == 1


def test_told_to_stop_before_it_began_it_does_nothing(run):
    """A process that is stopped while it starts does not sweep first."""

    async def main():
        work = Work(0)
        work.stop.set()
        await repeat("a task", work, PAUSE, work.stop)
        return work.at

    assert run(main) == []

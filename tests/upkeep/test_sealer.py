"""What the sealer does with each word of the engine, and that nothing stands in another's way."""

from datetime import timedelta

import pytest
from contracts.stories import case_id, mark

from domain import ids
from domain.cases.staging import StagedTask, Verdict
from domain.errors import PortUnavailable
from upkeep.sealer import Sealer


def task(number):
    return StagedTask(case_id(number), mark(number))


class Staging:
    """Undecided tasks in the order in which they are due; confirmed ones are sealed in the next round."""

    def __init__(self, *tasks):
        self.waiting = list(tasks)
        self.durable = []
        self.sealed = []
        self.discarded = []
        self.asked = None
        self.rowless = False

    async def undecided(self, limit, older_than):
        """Return those that are due."""
        self.asked = older_than
        return tuple(self.waiting[:limit])

    async def confirm(self, task):
        """Make durable."""
        self.waiting.remove(task)
        self.durable.append(task)

    async def postpone(self, task):
        """Put behind the others."""
        self.waiting.remove(task)
        self.waiting.append(task)

    async def discard(self, task):
        """Take away, unless the request has no row to take it from."""
        if self.rowless:
            return False
        self.waiting.remove(task)
        self.discarded.append(task)
        return True

    async def seal_durable(self, limit):
        """Seal up to `limit`."""
        taken, self.durable = self.durable[:limit], self.durable[limit:]
        self.sealed += taken
        return taken


class Engine:
    """Says of each workflow what it was told to say; open unless told."""

    def __init__(self, **verdicts):
        self.verdicts = {ids.case_workflow_id(case_id(int(key[1:]))): said for key, said in verdicts.items()}
        self.asked = []

    async def verdict(self, workflow_id, mark):
        """Return or raise it."""
        self.asked.append((workflow_id, mark))
        said = self.verdicts.get(workflow_id, Verdict.OPEN)
        if isinstance(said, Exception):
            raise said
        return said


async def test_what_was_completed_is_sealed_and_what_was_lost_goes():
    """Each task is asked about by its workflow and mark; an open one stays for later."""
    staging = Staging(task(1), task(2), task(3))
    engine = Engine(r1=Verdict.COMPLETED, r2=Verdict.LOST)
    sealer = Sealer(staging, engine)

    assert await sealer.seal() == 2
    assert await sealer.seal() == 1
    assert (staging.sealed, staging.discarded, staging.waiting) == ([task(1)], [task(2)], [task(3)])
    assert engine.asked[0] == (ids.case_workflow_id(case_id(1)), mark(1))


async def test_a_task_gets_time_to_complete_by_itself():
    """The engine is not asked about events that were staged this moment."""
    staging = Staging()
    await Sealer(staging, Engine()).seal()

    assert staging.asked >= timedelta(milliseconds=20)


async def test_while_nothing_is_decided_the_loop_may_rest():
    """Open tasks are no work done: the loop pauses instead of asking again at once."""
    assert await Sealer(Staging(task(1)), Engine()).seal() == 0


async def test_what_cannot_be_taken_back_now_waits_without_haste():
    """A lost task of a request whose row somebody removed: put behind the others, and no reason to ask again at once."""
    staging = Staging(task(1), task(2))
    staging.rowless = True

    assert await Sealer(staging, Engine(r1=Verdict.LOST)).seal() == 0
    assert staging.waiting == [task(1), task(2)]


async def test_tasks_that_stay_open_do_not_stand_in_the_way():
    """A hundred requests are suspended or lost to the engine: the one behind them is sealed all the same."""
    staging = Staging(*(task(number) for number in range(2, 102)), task(1))
    sealer = Sealer(staging, Engine(r1=Verdict.COMPLETED))
    for _ in range(4):
        await sealer.seal()

    assert staging.sealed == [task(1)]


async def test_while_the_engine_is_down_what_is_durable_is_sealed():
    """The outage is told to the loop, nothing is taken back, and what needs no answer is not delayed."""
    staging = Staging(task(2))
    staging.durable = [task(1)]

    with pytest.raises(PortUnavailable, match="temporal"):
        await Sealer(staging, Engine(r2=PortUnavailable("temporal"))).seal()
    assert (staging.sealed, staging.discarded, staging.waiting) == ([task(1)], [], [task(2)])


async def test_one_request_the_engine_stumbles_over_is_put_behind_the_others():
    """Its failure looks like an outage: the next round begins with somebody else."""
    staging = Staging(task(1), task(2), task(3))
    verdicts = {"r1": PortUnavailable("temporal"), "r2": Verdict.COMPLETED, "r3": Verdict.COMPLETED}
    sealer = Sealer(staging, Engine(**verdicts))
    for _ in range(3):
        with pytest.raises(PortUnavailable):
            await sealer.seal()

    assert staging.sealed == [task(2), task(3)]

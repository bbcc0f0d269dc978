"""Every acknowledged submission gets its workflow, oldest first, though the engine comes and goes."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.stories import case_id

from domain.cases.submission import StartOrder
from domain.errors import PortUnavailable
from upkeep.sweeper import Sweeper


def order(number, procedure="certificates"):
    return StartOrder(
        case_id=case_id(number),
        case_number=f"2026-{number:06}-0",
        municipality="999001",
        procedure=procedure,
        subject={"kind": "resident_record_copy", "options": {}, "copies": 1},
        received_at=datetime(2026, 11, 24, tzinfo=UTC) + timedelta(minutes=number),
    )


class Desk:
    """A counter with `count` submissions waiting, and an engine that fails when told to."""

    def __init__(self, count):
        self.orders = [order(number) for number in range(1, count + 1)]
        self.marked = []
        self.starts = []
        self.faults = {}
        self.fails_always = False
        self.never = set()
        self.asked = 0

    @property
    def starts_of(self):
        """Say how certificates are started, and nothing else."""
        return {"certificates": self.start}

    async def waiting(self, limit, of):
        """Return what waits of these procedures, oldest first."""
        return tuple(each for each in self.orders if each.case_id not in self.marked and each.procedure in of)[:limit]

    async def started(self, case_id):
        """Mark one."""
        self._fail("mark")
        self.marked.append(case_id)

    async def start(self, order):
        """Start a workflow."""
        self.asked += 1
        if self.fails_always or order.case_id in self.never:
            raise PortUnavailable("temporal")
        self._fail("start")
        self.starts.append(order.case_id)

    def _fail(self, call):
        if self.faults.get(call, 0) > 0:
            self.faults[call] -= 1
            if self.faults[call] == 0:
                raise PortUnavailable("temporal")


async def test_what_waits_is_started_oldest_first_and_marked():
    """Three wait: three are started in order, and nothing is left for the next round."""
    desk = Desk(3)
    sweeper = Sweeper(desk, desk.starts_of)

    assert await sweeper.sweep() == 3
    assert desk.starts == desk.marked == [case_id(1), case_id(2), case_id(3)]
    assert await sweeper.sweep() == 0


async def test_a_long_queue_is_swept_in_rounds():
    """More than one round's worth: the loop comes back as long as something was done."""
    desk = Desk(120)
    sweeper = Sweeper(desk, desk.starts_of)
    rounds = [await sweeper.sweep() for _ in range(4)]

    assert rounds == [50, 50, 20, 0]
    assert len(desk.starts) == 120


async def test_while_the_engine_is_down_nothing_is_marked():
    """The failure is told to the loop, three attempts are enough to know, and what was not started still waits."""
    desk = Desk(9)
    desk.fails_always = True

    with pytest.raises(PortUnavailable, match="temporal"):
        await Sweeper(desk, desk.starts_of).sweep()
    assert (desk.starts, desk.marked, desk.asked) == ([], [], 3)


async def test_one_that_cannot_be_started_stands_in_nobodys_way():
    """The first fails: the second is started all the same; the loop learns of it, and the next round starts the first."""
    desk = Desk(2)
    desk.faults["start"] = 1
    sweeper = Sweeper(desk, desk.starts_of)

    with pytest.raises(PortUnavailable):
        await sweeper.sweep()
    assert desk.marked == [case_id(2)]
    assert await sweeper.sweep() == 1
    assert desk.starts == [case_id(2), case_id(1)]


@pytest.mark.parametrize("never", [3, 7, 60])
async def test_what_the_engine_never_takes_stands_in_nobodys_way(never):
    """Three look like an outage; from then on they come last, and everybody else is started."""
    desk = Desk(never + 3)
    desk.never = {case_id(number) for number in range(1, never + 1)}
    sweeper = Sweeper(desk, desk.starts_of)
    for _ in range(never // 3 + 1):
        with pytest.raises(PortUnavailable):
            await sweeper.sweep()

    assert desk.marked == [case_id(never + number) for number in (1, 2, 3)]


async def test_of_those_that_failed_the_one_that_waits_longest_is_tried_first():
    """Three never go and stand before a fourth that went wrong once: it has its turn."""
    desk = Desk(4)
    desk.never = {case_id(number) for number in (1, 2, 3)}
    desk.faults["start"] = 4
    sweeper = Sweeper(desk, desk.starts_of)
    for _ in range(3):
        with pytest.raises(PortUnavailable):
            await sweeper.sweep()

    assert desk.marked == [case_id(4)]


async def test_a_start_that_could_not_be_marked_is_repeated():
    """Starting twice is once for the engine, so the order is kept until the mark stands."""
    desk = Desk(1)
    desk.faults["mark"] = 1
    sweeper = Sweeper(desk, desk.starts_of)
    with pytest.raises(PortUnavailable):
        await sweeper.sweep()

    assert await sweeper.sweep() == 1
    assert desk.starts == [case_id(1)] * 2
    assert desk.marked == [case_id(1)]


async def test_what_nobody_here_can_start_waits_and_keeps_nobody_waiting():
    """A hundred cases of a procedure this worker does not know came first: the certificate behind them is started."""
    desk = Desk(0)
    desk.orders = [*(order(number, "dog_registrations") for number in range(1, 101)), order(101)]
    sweeper = Sweeper(desk, desk.starts_of)

    assert [await sweeper.sweep(), await sweeper.sweep()] == [1, 0]
    assert desk.starts == [case_id(101)]
    assert len(await desk.waiting(200, {"dog_registrations"})) == 100

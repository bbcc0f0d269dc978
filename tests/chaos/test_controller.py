"""The gate and its controller: the armed moment is held, every other goes on, a dead process is noticed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chaos.controller import Controller
from chaos.gate import Gate
from chaos.watching import request_in, watch, watch_results

OURS, OTHER = "0195f3a0-0000-7000-8000-000000000001", "0195f3a0-0000-7000-8000-000000000002"


@pytest.fixture
async def controller() -> AsyncIterator[Controller]:
    async with Controller() as running:
        yield running


@pytest.fixture
def gate(controller: Controller) -> Gate:
    return Gate(controller.port, "worker")


async def held(controller, gate, point, case_id):
    """Arm, reach the point, and return the trap with the call that waits."""
    trap = controller.arm(point)
    waiting = asyncio.create_task(gate.reach(point, case_id))
    async with asyncio.timeout(5):
        await trap.held.wait()
    return trap, waiting


async def test_without_a_controller_nobody_waits():
    """A process outlives the run."""
    async with asyncio.timeout(5):
        await Gate(1, "worker").reach("before create_charge", OURS)


async def test_the_armed_moment_waits_for_leave_and_others_do_not(controller, gate):
    """Exactly one call stands still."""
    trap, waiting = await held(controller, gate, "before create_charge", OURS)
    async with asyncio.timeout(5):
        await gate.reach("before create_charge", OURS)
        await gate.reach("after create_charge", OTHER)
    assert (waiting.done(), trap.process, trap.case_id) == (False, "worker", OURS)

    trap.released.set()
    async with asyncio.timeout(5):
        await waiting


async def test_requests_known_before_are_not_meant(controller, gate):
    """The trap is for the request that comes next."""
    await gate.reach("before create_charge", OTHER)
    trap = controller.arm("after create_charge")
    async with asyncio.timeout(5):
        await gate.reach("after create_charge", OTHER)

    assert not trap.held.is_set()


async def test_the_nth_time_is_counted_for_one_request(controller, gate):
    """Others' visits to the same point do not count."""
    trap = controller.arm("after record_events", nth=2)
    async with asyncio.timeout(5):
        await gate.reach("after record_events", OURS)
        await gate.reach("after record_events", OTHER)
    assert not trap.held.is_set()
    waiting = asyncio.create_task(gate.reach("after record_events", OURS))
    async with asyncio.timeout(5):
        await trap.held.wait()
    controller.disarm()
    await waiting


async def test_reported_is_the_next_point_of_the_same_process_and_request(controller, gate):
    """After the report: what another process or another request does is not it."""
    trap = controller.arm("reported create_charge")
    async with asyncio.timeout(5):
        await gate.reach("after create_charge", OURS)
        await Gate(controller.port, "web").reach("before decide.take", OURS)
        await gate.reach("before record_events", OTHER)
    assert not trap.held.is_set()
    waiting = asyncio.create_task(gate.reach("before record_events", OURS))
    async with asyncio.timeout(5):
        await trap.held.wait()
    controller.disarm()
    await waiting


async def test_a_held_call_that_is_given_up_leaves_nothing(controller, gate):
    """A try whose time is over is cancelled at its point; the next one passes."""
    _, waiting = await held(controller, gate, "before create_charge", OURS)
    waiting.cancel()
    async with asyncio.timeout(5):
        await asyncio.wait({waiting})
        await gate.reach("before create_charge", OURS)


class Till:
    """A port."""

    def __init__(self):
        self.orders = []

    async def create(self, order: str) -> str:
        """Make something."""
        return f"made {order}"

    async def due(self) -> list[str]:
        """Return what waits."""
        return self.orders


class NotingGate(Gate):
    """Nobody waits; what is reached is noted."""

    def __init__(self):
        super().__init__(1, "worker")
        self.reached = []

    async def reach(self, point: str, case_id: str = "") -> None:
        """Note it."""
        self.reached.append((point, case_id))


async def test_a_watched_method_stops_before_and_after_and_answers_as_ever():
    """Its points are reached in their order, for the request its words name."""
    till, gate = Till(), NotingGate()
    watch(till, gate, {"create": "provider.create"})

    assert await till.create(f"pay-{OURS}") == f"made pay-{OURS}"
    assert gate.reached == [("before provider.create", OURS), ("after provider.create", OURS)]


async def test_a_method_that_found_nothing_to_do_is_no_moment_and_any_other_is_one_for_each_request():
    """The upkeep looks ten times a second; what it takes in hand may be several people's."""
    till, gate = Till(), NotingGate()
    watch_results(till, gate, {"due": "outbox.claim"})

    assert await till.due() == []
    assert gate.reached == []
    till.orders = [f"mail of {OTHER}", f"mail of {OURS}", f"another of {OURS}"]
    await till.due()
    assert gate.reached == [("after outbox.claim", OTHER), ("after outbox.claim", OURS)]


def test_a_request_is_found_in_ids_made_of_it():
    """Charges and letters carry it in their names."""
    assert request_in((f"letter-{OURS}-1",)) == OURS
    assert request_in(("nothing",)) == ""

"""What became of a workflow task, as a real engine tells."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.engine import ROOT, TEST_RING
from fixtures.servers import EngineServer
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client, WorkflowHandle

from adapters.temporal.connection import connect
from adapters.temporal.histories import EngineHistories
from domain.cases.staging import UNMARKED, Mark, Verdict
from domain.errors import PortUnavailable
from embedded.dynamic_config import read_dynamic_config
from embedded.engine_binary import EngineSources, find_engine

from .probe import QUEUE, Desk, Probe, worker

pytestmark = pytest.mark.engine


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def probe(engine: Client, desk: Desk) -> AsyncIterator[WorkflowHandle]:
    """A running probe, whose tasks must be completed within two seconds."""
    async with worker(engine, desk), asyncio.timeout(60):
        handle = await engine.start_workflow(
            Probe.run, id=f"probe-{secrets.token_hex(4)}", task_queue=QUEUE, task_timeout=timedelta(seconds=2)
        )
        yield handle
        desk.open.set()


async def verdicts(engine: Client, handle: WorkflowHandle, marks: list[Mark]) -> list[Verdict]:
    """Ask for each mark."""
    return [await EngineHistories(engine).verdict(handle.id, mark) for mark in marks]


async def test_a_task_is_open_until_it_is_completed(engine: Client, desk: Desk, probe: WorkflowHandle):
    """While a step runs the task may still be lost, also one that the engine has not written down; then it is done."""
    await probe.execute_update(Probe.do, ["a"])
    for give in (probe.signal, probe.execute_update):
        desk.came.clear()
        desk.open.clear()
        given = asyncio.create_task(give("later" if give == probe.signal else "do", ["b"]))
        await desk.came.wait()
        assert await verdicts(engine, probe, desk.marks[-1:]) == [Verdict.OPEN]
        desk.open.set()
        await given
        await probe.execute_update(Probe.do, ["c"])

    assert set(await verdicts(engine, probe, desk.marks)) == {Verdict.COMPLETED}


async def test_a_repeated_task_and_its_lost_attempts(engine: Client, desk: Desk, probe: WorkflowHandle):
    """Of three attempts the last alone is completed, though the engine may give the second and third one number."""
    desk.losses = 2
    await probe.execute_update(Probe.do, ["a"])
    lost, unwritten, last = desk.marks

    assert lost.started < unwritten.started <= last.started
    assert unwritten < last
    assert await verdicts(engine, probe, desk.marks) == [Verdict.LOST, Verdict.LOST, Verdict.COMPLETED]


async def test_a_lost_task_that_goes_on_after_its_number_was_completed(
    engine: Client, desk: Desk, probe: WorkflowHandle
):
    """Its worker had stopped for a while and counted on from the task's beginning: what it records is not that number's."""
    await probe.execute_update(Probe.do, ["a"])
    [mark] = desk.marks
    times = {event.event_id: event.event_time.ToDatetime(UTC) async for event in probe.fetch_history_events()}
    began, completed = times[mark.started], times[mark.started + 1]
    moment = timedelta(milliseconds=1)

    told = [Mark(mark.started, at) for at in (began - moment, began, completed, completed + moment)]
    assert await verdicts(engine, probe, told) == [Verdict.LOST, Verdict.COMPLETED, Verdict.COMPLETED, Verdict.LOST]


async def test_a_step_longer_than_its_task(engine: Client, desk: Desk, probe: WorkflowHandle):
    """The engine is kept waiting by completing the task and asking for the next: what it caused is decided with that."""
    desk.open.clear()
    await probe.signal(Probe.later, ["slow"])
    await desk.came.wait()
    await _completed_tasks(probe, 3)
    assert await verdicts(engine, probe, desk.marks) == [Verdict.OPEN]
    desk.came.clear()
    await probe.signal(Probe.later, ["b"])
    desk.open.set()
    await probe.execute_update(Probe.do, ["c"])

    assert desk.marks[0] < desk.marks[1]
    assert set(await verdicts(engine, probe, desk.marks)) == {Verdict.COMPLETED}


async def _completed_tasks(probe: WorkflowHandle, number: int) -> None:
    """Wait until so many tasks are completed."""
    async for event in probe.fetch_history_events(wait_new_event=True):
        number -= event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
        if number == 0:
            return


async def test_the_last_task_of_a_workflow(engine: Client, desk: Desk, probe: WorkflowHandle):
    """A workflow that ends has completed the task that ended it."""
    await probe.signal(Probe.later, ["a", "end"])
    await probe.result()

    assert await verdicts(engine, probe, desk.marks) == [Verdict.COMPLETED]


async def test_a_terminated_workflow_takes_its_open_task_along(engine: Client, desk: Desk, probe: WorkflowHandle):
    """Closed by force while a step ran: lost."""
    desk.open.clear()
    await probe.signal(Probe.later, ["a"])
    await desk.came.wait()
    await probe.terminate("on purpose")

    assert await verdicts(engine, probe, desk.marks) == [Verdict.LOST]


async def test_a_suspended_task_that_was_reset_away(engine: Client, desk: Desk, probe: WorkflowHandle):
    """It failed again and again, and the workflow was taken back to its beginning: it never comes any more."""
    for step in "abcd":
        await probe.execute_update(Probe.do, [step])
    desk.losses, done = 1_000_000, len(desk.marks)
    await probe.signal(Probe.later, ["e"])
    await desk.until(lambda: len(desk.marks) >= done + 2)
    suspended = desk.marks[-1]
    desk.losses = 0
    desk.open.clear()
    order = ResetWorkflowExecutionRequest(
        namespace=engine.namespace,
        workflow_execution=WorkflowExecution(workflow_id=probe.id),
        reason="on purpose",
        workflow_task_finish_event_id=4,
        request_id=secrets.token_hex(4),
        reset_reapply_exclude_types=[
            ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL,
            ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE,
        ],
    )
    await engine.workflow_service.reset_workflow_execution(order)
    again = engine.get_workflow_handle(probe.id)
    await again.signal(Probe.later, ["f"])
    await desk.until(lambda: desk.marks[-1].started < suspended.started)

    assert await verdicts(engine, again, [suspended, desk.marks[-1]]) == [Verdict.LOST, Verdict.OPEN]


async def test_what_the_engine_knows_no_more_is_never_taken_back(engine: Client):
    """Its retention is over, or its data gone: nobody can say, so nothing may be removed."""
    mark = Mark(4, datetime.now().astimezone())

    assert await EngineHistories(engine).verdict(f"nobody-{secrets.token_hex(4)}", mark) is Verdict.OPEN


async def test_an_engine_that_does_not_answer_is_told():
    """An outage is no verdict."""
    client = await connect("127.0.0.1:1", "default", TEST_RING, lazy=True)

    with pytest.raises(PortUnavailable, match="temporal"):
        await EngineHistories(client).verdict("probe", UNMARKED)


async def test_a_task_that_a_restarted_engine_forgot(tmp_path: Path):
    """A task for an update alone is not written down: after a restart it never was, and the next gets its number."""
    given = os.environ.get("TEMPORAL_CLI")
    binary = await find_engine(EngineSources(environment=os.environ, given=Path(given) if given else None))
    settings = read_dynamic_config(ROOT / "deploy" / "temporal" / "dynamicconfig.yaml")
    server = EngineServer(binary, tmp_path, settings=settings, environment=os.environ)
    async with server, asyncio.timeout(60):
        client = await connect(server.address, "default", TEST_RING)
        forgotten = await _killed_during_an_update(server.address, client)

    server = EngineServer(binary, tmp_path, settings=settings, environment=os.environ)
    async with server, asyncio.timeout(60):
        client, desk = await connect(server.address, "default", TEST_RING), Desk()
        probe = client.get_workflow_handle("forgotten")
        assert await verdicts(client, probe, [forgotten]) == [Verdict.LOST]
        async with worker(client, desk):
            await probe.execute_update(Probe.do, ["b"])
        assert desk.marks[0].started == forgotten.started
        assert await verdicts(client, probe, [forgotten, *desk.marks]) == [Verdict.LOST, Verdict.COMPLETED]


async def _killed_during_an_update(address: str, client: Client) -> Mark:
    """Kill the worker in the middle of an update's task and return that task's mark."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        Path(__file__).with_name("probe.py"),
        address,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
    )
    assert process.stdout is not None
    probe = await client.start_workflow(Probe.run, id="forgotten", task_queue=QUEUE)
    await probe.execute_update(Probe.do, ["a"])
    update = asyncio.create_task(probe.execute_update(Probe.do, ["hang"]))
    await process.stdout.readline()
    started, at = json.loads(await process.stdout.readline())
    process.kill()
    await process.wait()
    update.cancel()
    await asyncio.gather(update, return_exceptions=True)
    return Mark(started, datetime.fromisoformat(at))

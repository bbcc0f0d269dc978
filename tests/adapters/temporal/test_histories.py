"""What is fetched of a closed workflow: the same history is the same bytes, whoever fetches it and whenever."""

import secrets

import pytest
from temporalio import workflow
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from adapters.temporal.histories import EngineHistories

pytestmark = pytest.mark.engine


async def test_the_same_history_is_always_the_same_bytes(engine: Client) -> None:
    """The engine gives tables in any order; two archivists that meet must not take that for two histories."""
    name = f"closed-{secrets.token_hex(6)}"
    memo = {f"word-{number}": number for number in range(6)}
    handle = await engine.start_workflow("Nobody", id=name, task_queue=name, memo=memo)
    await handle.terminate()
    histories = EngineHistories(engine)

    fetched = [await histories.closed(name) for _ in range(12)]

    assert all(each is not None and each.content == fetched[0].content for each in fetched)


@workflow.defn(sandboxed=False)
class Short:
    """Ends at once."""

    @workflow.run
    async def run(self) -> None:
        """Do nothing."""


async def test_a_running_workflow_has_no_closed_history(engine: Client) -> None:
    """What has not ended is not archived; what the engine does not know neither."""
    name = f"running-{secrets.token_hex(6)}"
    handle = await engine.start_workflow("Nobody", id=name, task_queue=name)
    histories = EngineHistories(engine)

    assert await histories.closed(name) is None
    assert await histories.closed(f"{name}-unknown") is None
    await handle.terminate()
    assert await histories.closed(name) is not None


async def test_a_run_that_was_reset_has_its_own_name(engine: Client) -> None:
    """An operator may reset a closed request: the new run begins as the old one, but is another."""
    name = f"reset-{secrets.token_hex(6)}"
    histories = EngineHistories(engine)
    async with Worker(engine, task_queue=name, workflows=[Short], workflow_runner=UnsandboxedWorkflowRunner()):
        handle = await engine.start_workflow(Short.run, id=name, task_queue=name)
        await handle.result()
        first = await histories.closed(name)
        for _ in range(2):
            await _reset(engine, name)
            await engine.get_workflow_handle(name).result()
        described = await engine.get_workflow_handle(name).describe()
        last = await histories.closed(name)

    assert first is not None
    assert last is not None
    assert (first.run_id, last.run_id) == (handle.first_execution_run_id, described.run_id)
    assert first.run_id != last.run_id


async def _reset(engine: Client, name: str) -> None:
    history = await engine.get_workflow_handle(name).fetch_history()
    finished = max(
        event.event_id for event in history.events if event.HasField("workflow_task_completed_event_attributes")
    )
    await engine.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=engine.namespace,
            workflow_execution=WorkflowExecution(workflow_id=name),
            workflow_task_finish_event_id=finished,
            request_id=secrets.token_hex(8),
        )
    )

"""The sandbox is asked once whose payloads a workflow's are; what belongs to others is asked each time."""

from typing import Any

import pytest
from temporalio.api.enums.v1 import CommandType
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import StorageDriverStoreContext, StorageDriverWorkflowInfo, WorkflowSerializationContext
from temporalio.worker import WorkflowInstance
from temporalio.worker._command_aware_visitor import CommandInfo
from temporalio.workflow import Info

from adapters.temporal.sandbox import knowing_itself as known

OWN = WorkflowSerializationContext(namespace="default", workflow_id="request/1")
CHILD = WorkflowSerializationContext(namespace="default", workflow_id="payment/1")


def knowing_itself(instance: WorkflowInstance) -> WorkflowInstance:
    """Return a workflow behind an open door: what is refused is in test_door.py."""
    return known(instance, lambda _activation: None)


class Slow(WorkflowInstance):
    """A workflow that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Answer with the same run."""
        return WorkflowActivationCompletion(run_id=act.run_id)

    def get_info(self) -> Info:
        """Nobody asks."""
        raise AssertionError

    def get_thread_id(self) -> int | None:
        """Return some thread."""
        return 7

    def get_serialization_context(self, command_info: CommandInfo | None) -> WorkflowSerializationContext:
        """Return whose a payload is."""
        self.asked.append(command_info)
        return OWN if command_info is None else CHILD

    def get_external_store_context(self, command_info: CommandInfo | None) -> StorageDriverStoreContext:
        """Return where a payload might be stored."""
        self.asked.append("store")
        return StorageDriverStoreContext(target=StorageDriverWorkflowInfo(namespace="default"))


@pytest.fixture
def slow() -> Slow:
    """The workflow inside."""
    return Slow()


def test_its_own_payloads_and_its_activities_are_the_workflows(slow: Slow) -> None:
    """Asked about a hundred payloads, the sandbox is entered once."""
    quick = knowing_itself(slow)
    local = CommandInfo(CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK, 3)

    assert {quick.get_serialization_context(each) for each in [None, local] * 50} == {OWN}
    assert slow.asked == [None]


def test_what_a_child_is_given_is_the_childs(slow: Slow) -> None:
    """A child's input is bound to the child, or it could not read it."""
    quick = knowing_itself(slow)
    child = CommandInfo(CommandType.COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION, 1)

    assert quick.get_serialization_context(child) == CHILD


def test_storage_is_asked_about_once(slow: Slow) -> None:
    """There is none; the answer is kept."""
    quick = knowing_itself(slow)
    for _ in range(10):
        quick.get_external_store_context(None)

    assert slow.asked == ["store"]


def test_the_rest_goes_to_the_sandbox(slow: Slow) -> None:
    """Activations and the thread of a deadlock come from inside."""
    quick = knowing_itself(slow)

    assert quick.activate(WorkflowActivation(run_id="run")).run_id == "run"
    assert quick.get_thread_id() == 7

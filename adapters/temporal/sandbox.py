"""The engine's sandbox, behind a door, and asked once, not with every payload, whose payloads a workflow's are.

The library enters the sandbox several times per payload to learn which workflow or activity it belongs to, a fifth of a
worker's processor time. Our payloads are bound to workflows alone (`payload_codec`), and a workflow does not change.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from temporalio.api.enums.v1 import CommandType
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import SerializationContext, StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import Info

from adapters.temporal.door import Door

if TYPE_CHECKING:
    from temporalio.worker._command_aware_visitor import CommandInfo


class QuickSandbox(SandboxedWorkflowRunner):
    """The library's own, but for that question, and with a door before each workflow."""

    def __init__(self, restrictions: SandboxRestrictions, door: Callable[[WorkflowInstanceDetails], Door]) -> None:
        super().__init__(restrictions=restrictions)
        object.__setattr__(self, "_door", door)  # the library's class is a frozen one

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Make a workflow's sandbox."""
        door: Door = self._door(det)  # type: ignore[attr-defined]
        return knowing_itself(super().create_instance(det), door.admit)


def knowing_itself(instance: WorkflowInstance, admit: Callable[[WorkflowActivation], None]) -> WorkflowInstance:
    """Return a workflow that remembers which one it is, and is told only what is admitted."""
    return _KnowsItself(instance, admit)


class _KnowsItself(WorkflowInstance):
    def __init__(self, instance: WorkflowInstance, admit: Callable[[WorkflowActivation], None]) -> None:
        self._instance = instance
        self._admit = admit

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        self._admit(act)
        return self._instance.activate(act)

    def get_info(self) -> Info:
        return self._instance.get_info()

    def get_thread_id(self) -> int | None:
        return self._instance.get_thread_id()

    @cached_property
    def _own(self) -> SerializationContext | None:
        return self._instance.get_serialization_context(None)

    @cached_property
    def _nowhere(self) -> StorageDriverStoreContext:
        return self._instance.get_external_store_context(None)

    def get_serialization_context(self, command_info: "CommandInfo | None") -> SerializationContext | None:
        if command_info is None or command_info.command_type == CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK:
            return self._own
        return self._instance.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: "CommandInfo | None") -> StorageDriverStoreContext:  # noqa: ARG002
        return self._nowhere  # nothing of ours is stored outside the engine's histories

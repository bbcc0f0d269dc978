"""Workflows of types that this code does not know."""

from collections.abc import Sequence

from temporalio import workflow
from temporalio.common import RawValue


@workflow.defn(dynamic=True)
class UnknownWorkflow:
    """Whatever bears a name of no workflow of ours: a stranger's start, which its door ends, or newer code's."""

    @workflow.run
    async def run(self, _arguments: Sequence[RawValue]) -> None:
        """Suspend the task, as the engine's library does without us: a worker with newer code takes it."""
        raise RuntimeError("no workflow of this name is known to this worker")

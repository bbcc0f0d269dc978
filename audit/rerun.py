"""Today's code run over a recorded history, and what it wanted to do on the way.

The engine's replayer compares the code's commands with the recorded ones. An interceptor notes each step the code asks
for, which serves two ends: naming a disagreement, and the batches of events the code would record (a local activity's
marker holds only its result).
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.runtime import Runtime, TelemetryConfig
from temporalio.worker import (
    Interceptor,
    Replayer,
    StartActivityInput,
    StartChildWorkflowInput,
    StartLocalActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from adapters.keys import EngineKeys
from adapters.temporal.plugin import madoguchi_plugin
from domain.cases.batch import EventBatch

RECORD = "record_events"
_NOTE = "madoguchi_note_call"


class Call(NamedTuple):
    """One step asked for: `kind` is activity, local_activity or child; `name` its type."""

    kind: str
    name: str


@dataclass
class Rerun:
    """What the code did with a history; `failure` is the replayer's own report, None when it agrees."""

    calls: list[Call] = field(default_factory=list)
    batches: list[EventBatch] = field(default_factory=list)
    failure: Exception | None = None

    def note(self, kind: str, name: str, arguments: Sequence[Any]) -> None:
        """Note one step; called from inside the sandbox."""
        self.calls.append(Call(kind, name))
        if name == RECORD and arguments and isinstance(arguments[0], EventBatch):
            self.batches.append(arguments[0])


async def rerun(history: WorkflowHistory, keys: EngineKeys, workflows: Sequence[type]) -> Rerun:
    """Run the code over a history, of a closed or a running workflow. Writes nothing anywhere."""
    done = Rerun()
    replayer = Replayer(
        workflows=workflows, plugins=[madoguchi_plugin(keys)], interceptors=[_Noting(done)], runtime=_silent_runtime()
    )
    with _silent_logs():
        done.failure = (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure
    return done


@cache
def _silent_runtime() -> Runtime:
    """Return the runtime for replays: a disagreement is told by us, in words, and not by the engine's log."""
    return Runtime(telemetry=TelemetryConfig(logging=None))


@contextmanager
def _silent_logs() -> Iterator[None]:
    logger = logging.getLogger("temporalio.worker")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


class _Noting(Interceptor):
    def __init__(self, done: Rerun) -> None:
        self._done = done

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002 - the SDK's name
        input.unsafe_extern_functions[_NOTE] = self._done.note
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Outbound(outbound))


class _Outbound(WorkflowOutboundInterceptor):
    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:  # noqa: A002
        workflow.extern_functions()[_NOTE]("activity", input.activity, input.args)
        return super().start_activity(input)

    def start_local_activity(self, input: StartLocalActivityInput) -> workflow.ActivityHandle[Any]:  # noqa: A002
        workflow.extern_functions()[_NOTE]("local_activity", input.activity, input.args)
        return super().start_local_activity(input)

    async def start_child_workflow(self, input: StartChildWorkflowInput) -> workflow.ChildWorkflowHandle[Any, Any]:  # noqa: A002
        workflow.extern_functions()[_NOTE]("child", input.workflow, ())
        return await super().start_child_workflow(input)

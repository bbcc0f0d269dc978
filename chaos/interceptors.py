"""What is executed by the worker: a point before each activity, one after it and before its report; and less patience.

The engine learns of a killed worker only when a try's time is over: 45 s in the product. The run cannot wait that long
fifty times, so here it is 8 s; nothing else of how steps are called is changed.
"""

from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
    StartActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from chaos.gate import Gate
from chaos.watching import request_of

ONE_TRY = timedelta(seconds=8)


class Watch(Interceptor):
    """Watches every activity, local ones too."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """Put the points around the activity."""
        return _Activity(next, self._gate)

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002, ARG002 - the SDK's name
        """Shorten tries."""
        return _Impatient


class _Activity(ActivityInboundInterceptor):
    def __init__(self, following: ActivityInboundInterceptor, gate: Gate) -> None:
        super().__init__(following)
        self._gate = gate

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        info = activity.info()
        case_id = request_of(info.workflow_id or "")
        await self._gate.reach(f"before {info.activity_type}", case_id)
        answer = await super().execute_activity(input)
        await self._gate.reach(f"after {info.activity_type}", case_id)
        return answer


class _Impatient(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Outbound(outbound))


class _Outbound(WorkflowOutboundInterceptor):
    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:  # noqa: A002 - the SDK's name
        input.start_to_close_timeout = ONE_TRY
        return super().start_activity(input)

"""Notes when what begins and ends in a worker, without changing what it does.

The SDK has no hooks for its own work, so its private functions are wrapped by name; a new SDK that names them
otherwise makes the profile fail loudly at start, and nothing else.
"""

import functools
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import temporalio.bridge.worker
import temporalio.worker._activity
import temporalio.worker._workflow
from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

_WRAPPED: tuple[tuple[object, str, str], ...] = (
    (temporalio.worker._workflow._WorkflowWorker, "_handle_activation", "activation"),  # noqa: SLF001
    (temporalio.worker._workflow._WorkflowWorker, "_create_workflow_instance", "sandbox"),  # noqa: SLF001
    (temporalio.worker._workflow._RunningWorkflow, "activate", "workflow"),  # noqa: SLF001
    (temporalio.worker._activity._ActivityWorker, "_handle_start_activity_task", "activity task"),  # noqa: SLF001
    (temporalio.bridge.worker.Worker, "complete_workflow_activation", "handing over"),
    (temporalio.bridge.worker.Worker, "complete_activity_task", "handing over"),
    (temporalio.bridge.worker, "decode_activation", "codec"),
    (temporalio.bridge.worker, "encode_completion", "codec"),
)


class Spans:
    """A file of spans, one JSON list a line: kind, start and end in seconds since 1970."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8", buffering=1)

    @contextmanager
    def noted(self, kind: str) -> Iterator[None]:
        """Note how long what is inside takes."""
        start = time.time()
        try:
            yield
        finally:
            self._file.write(json.dumps([kind, start, time.time()]) + "\n")

    def around(self, kind: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a call, awaitable or not, that is noted."""

        @functools.wraps(call)
        async def awaited(result: Awaitable[Any], start: float) -> Any:
            try:
                return await result
            finally:
                self._file.write(json.dumps([kind, start, time.time()]) + "\n")

        @functools.wraps(call)
        def called(*args: Any, **named: Any) -> Any:
            start = time.time()
            result = call(*args, **named)
            if hasattr(result, "__await__"):
                return awaited(result, start)
            self._file.write(json.dumps([kind, start, time.time()]) + "\n")
            return result

        return called


def note_the_sdk(spans: Spans) -> None:
    """Wrap the SDK's own work. Raises AttributeError when the SDK has changed."""
    for owner, name, kind in _WRAPPED:
        setattr(owner, name, spans.around(kind, getattr(owner, name)))


def note_methods(spans: Spans, kind: str, part: object, names: tuple[str, ...]) -> None:
    """Wrap methods of one part of a worker, where activities call them: upkeep does so beside the request."""
    for name in names:
        plain = getattr(part, name)
        setattr(part, name, _in_activities(plain, spans.around(kind, plain)))


def _in_activities(plain: Callable[..., Any], noted: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(plain)
    def called(*args: Any, **named: Any) -> Any:
        return (noted if activity.in_activity() else plain)(*args, **named)

    return called


class NotesActivities(Interceptor):
    """Notes every activity's body."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """Stand before the activity."""
        return _NotingActivity(next, self._spans)


class _NotingActivity(ActivityInboundInterceptor):
    def __init__(self, following: ActivityInboundInterceptor, spans: Spans) -> None:
        super().__init__(following)
        self._spans = spans

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        with self._spans.noted("activity"):
            return await super().execute_activity(input)

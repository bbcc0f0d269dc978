"""How workflows call activities: two named ways, and the names of their retry policies.

Quick steps run as local activities (one event, no round trip) with a small budget, and fall back to a regular activity
with long retries when the outside system is down. Steps that move money or paper are always regular: their events are
evidence.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.errors import ErrorCode

Order = TypeVar("Order")
Answer = TypeVar("Answer")

# Inside one workflow task: three tries, then the patient way; at once when the system asks for a pause (Retry-After).
# While they run, decisions wait for their answer.
QUICK = RetryPolicy(
    initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=1), maximum_attempts=3
)
QUICK_TRY = timedelta(seconds=2)
QUICK_TOTAL = timedelta(seconds=4)

# An outside system is down: from a second to five minutes between tries, for as long as the caller can wait.
PATIENT = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))
PATIENT_TRY = timedelta(seconds=45)


class StepFailed(Exception):  # noqa: N818 - reads as what happened
    """A step refused for good (`final`), or its time is over.

    No failure of the engine's kind: where the procedure does not expect it, it suspends the workflow's task until the
    fault is mended, and never fails a citizen's case. `code` is stable, `detail` the outside system's own code.
    """

    def __init__(self, code: str, detail: str, *, final: bool) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.final = final


async def quick(
    step: Callable[[Any, Order], Awaitable[Answer]], order: Order, *, within: timedelta | None = None
) -> Answer:
    """Run a short, idempotent step; patiently when its outside system does not answer.

    Raises StepFailed when the step refuses for good, or `within` has passed (None: never).
    """
    try:
        return await at_once(step, order)
    except StepFailed as failed:
        if failed.final:
            raise
    return await evident(step, order, within=within)


async def at_once(step: Callable[[Any, Order], Awaitable[Answer]], order: Order) -> Answer:
    """Run a short, idempotent step inside this workflow task; raises StepFailed within four seconds."""
    try:
        return await workflow.execute_local_activity_method(
            step,
            order,
            start_to_close_timeout=QUICK_TRY,
            schedule_to_close_timeout=QUICK_TOTAL,
            retry_policy=QUICK,
        )
    except FailureError as error:
        raise _failed(error) from error


async def evident(
    step: Callable[[Any, Order], Awaitable[Answer]],
    order: Order,
    *,
    within: timedelta | None = None,
    queue: str | None = None,
) -> Answer:
    """Run a step whose scheduling, start and end stand in the history; retried until `within` has passed.

    A step that a stranger answered for is done again: it was not done, or doing it twice is once (`activities/`). Raises
    StepFailed when the step refuses for good or the time is over.
    """
    while True:
        try:
            return await workflow.execute_activity_method(
                step,
                order,
                task_queue=queue,
                start_to_close_timeout=PATIENT_TRY,
                schedule_to_close_timeout=within,
                retry_policy=PATIENT,
                summary=step.__name__.replace("_", " "),
            )
        except FailureError as error:
            failed = _failed(error)
            if failed.code != ErrorCode.PAYLOAD_FOREIGN:
                raise failed from error


def _failed(error: FailureError) -> StepFailed:
    """Return what a failure means; raises it again when the step was cancelled.

    A regular activity's failure comes wrapped in an ActivityError, a local one's as it is.
    """
    if is_cancelled_exception(error):
        raise error
    cause = error.cause if isinstance(error, ActivityError) else error
    if isinstance(cause, ApplicationError):
        # No answer is never final, though it ends the quick way; nor is a stranger's (`adapters/temporal/door.py`).
        final = cause.non_retryable and cause.type not in (ErrorCode.SYSTEM_UNAVAILABLE, ErrorCode.PAYLOAD_FOREIGN)
        return StepFailed(cause.type or "unknown", cause.message, final=final)
    return StepFailed("timeout", "timeout", final=False)

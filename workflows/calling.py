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
from temporalio.exceptions import ActivityError, ApplicationError

Order = TypeVar("Order")
Answer = TypeVar("Answer")

# Inside one workflow task: three tries within two seconds, then the patient way.
QUICK = RetryPolicy(
    initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=1), maximum_attempts=3
)
QUICK_TRY = timedelta(seconds=5)
QUICK_TOTAL = timedelta(seconds=8)

# An outside system is down: from a second to five minutes between tries, for as long as the caller can wait.
PATIENT = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))
PATIENT_TRY = timedelta(seconds=45)


async def quick(
    step: Callable[[Any, Order], Awaitable[Answer]], order: Order, *, within: timedelta | None = None
) -> Answer:
    """Run a short, idempotent step; patiently when its outside system does not answer.

    Raises ActivityError when the step refuses for good, or `within` has passed (None: never).
    """
    try:
        return await workflow.execute_local_activity_method(
            step,
            order,
            start_to_close_timeout=QUICK_TRY,
            schedule_to_close_timeout=QUICK_TOTAL,
            retry_policy=QUICK,
        )
    except ActivityError as error:
        if is_refusal(error):
            raise
    return await evident(step, order, within=within)


async def evident(
    step: Callable[[Any, Order], Awaitable[Answer]],
    order: Order,
    *,
    within: timedelta | None = None,
    queue: str | None = None,
) -> Answer:
    """Run a step whose scheduling, start and end stand in the history; retried until `within` has passed.

    Raises ActivityError when the step refuses for good or the time is over.
    """
    return await workflow.execute_activity_method(
        step,
        order,
        task_queue=queue,
        start_to_close_timeout=PATIENT_TRY,
        schedule_to_close_timeout=within,
        retry_policy=PATIENT,
        summary=workflow_name(step),
    )


def workflow_name(step: Callable[..., object]) -> str:
    """Return a step's name in plain words, for the operator's screen."""
    return step.__name__.replace("_", " ")


def is_refusal(error: ActivityError) -> bool:
    """Say whether an activity refused for good, rather than ran out of tries or time."""
    return isinstance(error.cause, ApplicationError) and error.cause.non_retryable


def refusal_code(error: ActivityError) -> str:
    """Return the stable code of what went wrong; `timeout` when no answer came in time."""
    cause = error.cause
    return cause.type or "unknown" if isinstance(cause, ApplicationError) else "timeout"


def refusal_detail(error: ActivityError) -> str:
    """Return the outside system's own code, when it gave one."""
    return error.cause.message if isinstance(error.cause, ApplicationError) else "timeout"

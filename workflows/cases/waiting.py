"""How a procedure waits: for people, and for steps that a decision may overtake."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.calling import StepFailed, at_once, evident
    from workflows.cases.case import Case

Order = TypeVar("Order")
Answer = TypeVar("Answer")
AnyCase: TypeAlias = Case[Any, Any, Any]


async def decision(case: AnyCase) -> None:
    """Wait until somebody decides something; what happened until then is recorded first."""
    status = case.state.status
    await case.recorded()
    if case.state.status is status:
        await workflow.wait_condition(lambda: case.has_news)


async def decision_until(case: AnyCase, due_at: datetime) -> bool:
    """Wait until somebody decides or the deadline passes; say whether it was a decision."""
    left = due_at - workflow.now()
    if left.total_seconds() <= 0:
        return case.has_news
    try:
        await workflow.wait_condition(lambda: case.has_news, timeout=left)
    except TimeoutError:
        return case.has_news
    return True


async def recording(case: AnyCase, over: Callable[[], bool]) -> None:
    """Wait until it is over; what is decided meanwhile is recorded, however long it takes."""
    while True:
        await workflow.wait_condition(lambda: over() or case.has_news)
        if over():
            return
        await case.recorded()


async def ask(
    case: AnyCase, step: Callable[[Any, Order], Awaitable[Answer]], order: Order, *, within: timedelta | None = None
) -> Answer | None:
    """Run a quick step; None when a decision moves the case meanwhile.

    Within the workflow task nothing is recorded yet: one batch before the procedure waits is enough. Raises StepFailed
    when the step refuses for good, or `within` has passed while its outside system did not answer.
    """
    status = case.state.status
    case.note_task()
    try:
        answer = await at_once(step, order)
    except StepFailed as failed:
        if failed.final:
            raise
        return await perform(case, step, order, within=within)
    return answer if case.state.status is status else None


async def perform(
    case: AnyCase,
    step: Callable[[Any, Order], Awaitable[Answer]],
    order: Order,
    *,
    within: timedelta | None = None,
    queue: str | None = None,
) -> Answer | None:
    """Run a step whose start and end stand in the history, recording meanwhile; None when a decision moves the case.

    Raises StepFailed when the step refuses for good, or `within` has passed.
    """
    status = case.state.status
    task = asyncio.create_task(evident(step, order, within=within, queue=queue))
    await recording(case, lambda: task.done() or case.state.status is not status)
    if case.state.status is status:
        return task.result()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return None

"""Which task queues somebody works on, as the engine knows: a queue that nobody polls keeps its cases waiting."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from adapters.temporal.connection import engine_answers
from domain.errors import DomainError, PortRejected

_ANSWER_WITHIN = timedelta(seconds=5)
# A poll lasts a minute; the engine remembers who asked for five, gone or not.
_LATELY = timedelta(minutes=2)


async def unpolled(client: Client, queues: Iterable[str]) -> tuple[str, ...]:
    """Return those of the queues for whose workflows no worker has asked within two minutes.

    Raises PortUnavailable, PortRejected (there is no such namespace).
    """
    since = datetime.now(UTC) - _LATELY
    return tuple([queue for queue in queues if not await _is_polled(client, queue, since)])


async def _is_polled(client: Client, queue: str, since: datetime) -> bool:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        with engine_answers():
            answer = await client.workflow_service.describe_task_queue(request, timeout=_ANSWER_WITHIN)
    except DomainError:  # a queue is never unknown, a namespace may be
        raise PortRejected("temporal", "namespace_not_found") from None
    return any(each.last_access_time.ToDatetime(tzinfo=UTC) >= since for each in answer.pollers)

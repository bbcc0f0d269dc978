"""A task ends while a step of it is under way, because the engine was kept waiting; the next task is lost."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from fakes.book import PAY_FIRST
from fixtures.procedure import Procedure
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.worker import (
    Interceptor,
    StartLocalActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle

from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from domain import ids
from domain.cases.batch import EventBatch
from domain.cases.staging import Mark
from domain.certificates.money_events import PaymentRequested
from domain.certificates.procedure import CERTIFICATES
from workflows.certificates.workflow import CertificateRequestWorkflow

from .sealed_procedure import agreed, procedure_on

pytestmark = [pytest.mark.engine, pytest.mark.database]

TASK = timedelta(seconds=2)  # the engine is kept waiting after four fifths of it
LONGER = 1.8  # seconds


class LosingAfterwards(Interceptor):
    """Fails the task in which the recording of the payment has come to its end, once."""

    def __init__(self) -> None:
        self.lost = False

    def workflow_interceptor_class(self, _: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        """Return the inbound side, which only puts the outbound side in its place."""
        losing = self

        class Outbound(WorkflowOutboundInterceptor):
            def start_local_activity(self, input: StartLocalActivityInput) -> ActivityHandle[Any]:  # noqa: A002 - its name
                handle = super().start_local_activity(input)

                async def then_lost() -> Any:
                    answer = await handle
                    if not losing.lost:
                        losing.lost = True
                        raise RuntimeError("this task is lost on purpose")
                    return answer

                records_it = input.activity == "record_events" and paid(input.args[0])
                return asyncio.create_task(then_lost()) if records_it else handle  # type: ignore[return-value]

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


def paid(batch: EventBatch) -> bool:
    return any(event["type"] == "payment_captured" for event in batch.events)


async def submitted(procedure: Procedure, engine: Client) -> None:
    """Have a request whose tasks are short, when its payment has begun: the task that learns of it does nothing."""
    await procedure.city.submit(procedure.case_id, PAY_FIRST)
    handle = await engine.start_workflow(
        CertificateRequestWorkflow.run,
        procedure.order(),
        id=ids.case_workflow_id(procedure.case_id),
        task_queue=CERTIFICATES.name,
        task_timeout=TASK,
    )
    await procedure.seen(PaymentRequested)

    child_started = False
    async for event in handle.fetch_history_events(wait_new_event=True):
        child_started |= event.event_type == EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED
        if child_started and event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            return


async def test_what_the_next_task_decides_anew_is_not_sealed(engine: Client, pool: Pool):
    """To the engine the first is completed, but the library takes it and the next for one when it repeats them."""
    losing = LosingAfterwards()
    async with procedure_on(engine, pool, losing) as (procedure, ledger):
        marks: list[Mark] = []

        async def slow(batch: EventBatch) -> bool:
            if not paid(batch):
                return False
            marks.append(batch.mark)
            if len(marks) == 1:  # it is written, then its worker stands still
                await PostgresRecorder(pool).record(batch)
                await asyncio.sleep(LONGER)
            elif batch.mark != marks[0]:  # time for a sealer that believes the first to be completed
                await asyncio.sleep(TASK.total_seconds() / 2)
            return False

        await submitted(procedure, engine)
        ledger.meanwhile = slow
        await procedure.pay()
        await procedure.city.board.until(lambda: sum(map(paid, ledger.staged)) > 1)
        await procedure.withdraw()
        await procedure.requests.ended(procedure.case_id)
        events = await agreed(procedure, pool)

    assert len(set(marks)) > 1, "the task was not repeated as another"
    assert [event.type for event in events].count("payment_captured") == 1

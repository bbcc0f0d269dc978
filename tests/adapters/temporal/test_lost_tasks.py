"""A request whose workflow tasks are lost on the way ends with a ledger equal to its history."""

import asyncio

import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import (
    Interceptor,
    StartChildWorkflowInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from adapters.postgres.session import Pool
from domain.actors import APPLICANT
from domain.cases.batch import EventBatch
from domain.certificates import commands as c
from domain.certificates.money_events import PaymentRequested
from domain.errors import PortUnavailable

from .sealed_procedure import Ledger, agreed, emptied, procedure_on

pytestmark = [pytest.mark.engine, pytest.mark.database]


class Losing(Interceptor):
    """Fails a task right before it begins the payment, so many times: its events are staged by then."""

    def __init__(self, times: int) -> None:
        self.times = times

    def workflow_interceptor_class(self, _: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        """Return the inbound side, which only puts the outbound side in its place."""
        losing = self

        class Outbound(WorkflowOutboundInterceptor):
            async def start_child_workflow(self, input: StartChildWorkflowInput) -> workflow.ChildWorkflowHandle:  # noqa: A002 - its name
                if losing.times:
                    losing.times -= 1
                    raise RuntimeError("this task is lost on purpose")
                return await super().start_child_workflow(input)

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


async def test_a_repeated_task_decides_otherwise(engine: Client, pool: Pool):
    """While it recorded that the request was cleared, the citizen withdrew, and it was lost: it never was cleared."""
    async with procedure_on(engine, pool, Losing(1)) as (procedure, ledger):

        async def withdraw(batch: EventBatch) -> bool:
            cleared = any(event["type"] == "eligibility_confirmed" for event in batch.events)
            if cleared:
                await procedure.requests.decide_later(procedure.case_id, procedure.decision(c.Withdraw(), APPLICANT))
            return cleared

        ledger.meanwhile = withdraw
        await procedure.submit()
        await procedure.requests.ended(procedure.case_id)
        events = await agreed(procedure, pool)

    assert [event.type for event in events] == ["request_received", "withdrawn"]
    assert "payment_requested" in _types(ledger), "nothing was lost"


async def test_an_attempt_completes_under_the_number_of_a_lost_one(engine: Client, pool: Pool):
    """The database failed it: what the lost attempt of its number staged is taken back, not sealed in its place."""
    async with procedure_on(engine, pool, Losing(2)) as (procedure, ledger):
        down = asyncio.Event()

        async def fail(batch: EventBatch) -> bool:
            attempts = {earlier.mark for earlier in ledger.staged if earlier.first == batch.first}
            if len(attempts) == 2 and batch.mark not in attempts:
                down.set()
                raise PortUnavailable("postgres")
            return False

        ledger.meanwhile = fail
        await procedure.submit()
        async with asyncio.timeout(60):
            await down.wait()
        await emptied(pool)
        ledger.meanwhile = None
        await procedure.seen(PaymentRequested)
        await procedure.withdraw()
        await procedure.requests.ended(procedure.case_id)
        await agreed(procedure, pool)

    first, second, third = sorted({batch.mark for batch in ledger.staged if batch.first == 1})
    assert first.started < second.started == third.started


async def test_a_repeated_task_that_decides_the_same(engine: Client, pool: Pool):
    """Nothing changed in between but the time: the repeated task's events are the ledger's, once each."""
    async with procedure_on(engine, pool, Losing(1)) as (procedure, ledger):
        await procedure.submit()
        await procedure.seen(PaymentRequested)
        await emptied(pool)  # or the withdrawal would come before the repeated task has opened the request
        await procedure.withdraw()
        await procedure.requests.ended(procedure.case_id)
        events = await agreed(procedure, pool)

    assert len({event.type for event in events}) == len(events)
    assert _types(ledger).count("request_received") == 2


def _types(ledger: Ledger) -> list[str]:
    return [event["type"] for batch in ledger.staged for event in batch.events]

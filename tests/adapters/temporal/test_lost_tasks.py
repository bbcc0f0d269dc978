"""A request whose workflow tasks are lost on the way ends with a ledger equal to its history."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from fakes.city import City
from fixtures.engine import TEST_RING
from fixtures.procedure import Procedure, activities_of
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import (
    Interceptor,
    StartChildWorkflowInput,
    Worker,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from adapters.postgres.archive import PostgresArchive
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool
from adapters.temporal.histories import EngineHistories
from audit.replay import replay
from audit.sources import Histories
from audit.verify import verify_ledger
from domain.actors import APPLICANT
from domain.errors import PortUnavailable
from domain.requests import commands as c
from domain.requests import events as e
from domain.requests.events import AnyEvent, EventBatch
from domain.requests.evolve import fold
from upkeep.loop import repeat
from upkeep.sealer import Sealer
from workflows.certificate_request.workflow import CertificateRequestWorkflow
from workflows.fee_payment.workflow import FeePaymentWorkflow
from workflows.queues import CASES, PAYMENTS

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


class Ledger:
    """The recorder in Postgres, where a procedure looks for its fake. `meanwhile` is done once, while it records."""

    def __init__(self, pool: Pool, city: City) -> None:
        self.events: defaultdict[str, Sequence[AnyEvent]] = defaultdict(list)
        self.staged: list[EventBatch] = []
        self.meanwhile: Callable[[EventBatch], Awaitable[bool]] | None = None
        self._recorder, self._reading, self._board = PostgresRecorder(pool), PostgresReading(pool), city.board

    async def record(self, batch: EventBatch) -> None:
        """Record, and tell whoever waits."""
        if self.meanwhile and await self.meanwhile(batch):
            self.meanwhile = None
        await self._recorder.record(batch)
        self.staged.append(batch)
        self.events[batch.request_id] = await self._reading.events(batch.request_id)
        self._board.changed()


@asynccontextmanager
async def procedure_on(engine: Client, pool: Pool, losses: int) -> AsyncIterator[tuple[Procedure, Ledger]]:
    """Run workers over a city whose ledger is the real one, with a sealer; tasks are lost before the payment begins."""
    city = City()
    city.recorder = ledger = Ledger(pool, city)
    procedure, stop = Procedure(city, engine, None), asyncio.Event()
    sealer = Sealer(PostgresSealing(pool), EngineHistories(engine))
    sealing = asyncio.create_task(repeat("sealer", sealer.seal, timedelta(milliseconds=20), stop))
    losing = Losing(losses)
    workers = [
        Worker(engine, task_queue=queue, workflows=[of], activities=activities, interceptors=[losing])
        for queue, of, activities in zip(
            (CASES, PAYMENTS),
            (CertificateRequestWorkflow, FeePaymentWorkflow),
            activities_of(city),
            strict=True,
        )
    ]
    async with workers[0], workers[1]:
        try:
            yield procedure, ledger
        finally:
            await procedure.abandon()
            stop.set()
            await sealing


async def _emptied(pool: Pool) -> None:
    """Wait until nothing is staged any more."""
    async with asyncio.timeout(20):
        while await pool.fetchval("SELECT count(*) FROM ledger.staged"):  # noqa: ASYNC110 - the sealer tells nobody
            await asyncio.sleep(0.02)


async def _agreed(procedure: Procedure, pool: Pool) -> tuple[AnyEvent, ...]:
    """Wait until all is sealed; check ledger against history, code and read table; return the ledger's events."""
    await _emptied(pool)
    events = tuple(await PostgresReading(pool).events(procedure.request_id))
    found = await Histories(procedure.engine, PostgresArchive(pool), None).of(procedure.request_id)
    result = await replay(procedure.request_id, found, events, TEST_RING)
    assert result.agrees, result.ledger
    assert result.ledger is not None
    assert not result.ledger.in_flight
    assert fold(events) == await procedure.state()
    verified = await verify_ledger(pool, [], [])
    assert verified.ok, verified.findings
    assert verified.size == len(events)
    return events


async def test_a_repeated_task_decides_otherwise(engine: Client, pool: Pool):
    """While it recorded that the request was cleared, the citizen withdrew, and it was lost: it never was cleared."""
    async with procedure_on(engine, pool, losses=1) as (procedure, ledger):

        async def withdraw(batch: EventBatch) -> bool:
            cleared = any(isinstance(event, e.EligibilityConfirmed) for event in batch.events)
            if cleared:
                await procedure.requests.decide_later(procedure.request_id, procedure.decision(c.Withdraw(), APPLICANT))
            return cleared

        ledger.meanwhile = withdraw
        await procedure.submit()
        await procedure.requests.ended(procedure.request_id)
        events = await _agreed(procedure, pool)

    assert [event.type for event in events] == ["request_received", "withdrawn"]
    assert "payment_requested" in _types(ledger), "nothing was lost"


async def test_an_attempt_completes_under_the_number_of_a_lost_one(engine: Client, pool: Pool):
    """The database failed it: what the lost attempt of its number staged is taken back, not sealed in its place."""
    async with procedure_on(engine, pool, losses=2) as (procedure, ledger):
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
        await _emptied(pool)
        ledger.meanwhile = None
        await procedure.seen(e.PaymentRequested)
        await procedure.withdraw()
        await procedure.requests.ended(procedure.request_id)
        await _agreed(procedure, pool)

    first, second, third = sorted({batch.mark for batch in ledger.staged if batch.first == 1})
    assert first.started < second.started == third.started


async def test_a_repeated_task_that_decides_the_same(engine: Client, pool: Pool):
    """Nothing changed in between but the time: the repeated task's events are the ledger's, once each."""
    async with procedure_on(engine, pool, losses=1) as (procedure, ledger):
        await procedure.submit()
        await procedure.seen(e.PaymentRequested)
        await _emptied(pool)  # or the withdrawal would come before the repeated task has opened the request
        await procedure.withdraw()
        await procedure.requests.ended(procedure.request_id)
        events = await _agreed(procedure, pool)

    assert len({event.type for event in events}) == len(events)
    assert _types(ledger).count("request_received") == 2


def _types(ledger: Ledger) -> list[str]:
    return [event.type for batch in ledger.staged for event in batch.events]

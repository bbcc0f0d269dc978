"""A procedure whose ledger is the real one: recorder and sealer in Postgres, and what they say beside the history."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from fakes.city import City
from fixtures.engine import TEST_RING
from fixtures.procedure import MONEY, Procedure, activities_of
from temporalio.client import Client
from temporalio.worker import Interceptor, Worker

from adapters.postgres.archive import PostgresArchive
from adapters.postgres.ended_cases import PostgresEndedCases
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool
from adapters.temporal.histories import EngineHistories
from audit.replay import replay
from audit.sources import Histories
from audit.verify import verify_ledger
from audit.words.certificates.words import CERTIFICATE_WORDS
from domain.cases.batch import EventBatch
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import fold
from domain.certificates.procedure import CERTIFICATES
from upkeep.loop import repeat
from upkeep.sealer import Sealer
from workflows.certificates.workflow import CertificateRequestWorkflow
from workflows.queues import PAYMENTS


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
        self.events[batch.case_id] = await self._reading.events(batch.case_id)
        self._board.changed()


@asynccontextmanager
async def procedure_on(engine: Client, pool: Pool, losing: Interceptor) -> AsyncIterator[tuple[Procedure, Ledger]]:
    """Run workers over a city whose ledger is the real one, with a sealer; `losing` loses tasks."""
    city = City()
    city.recorder = ledger = Ledger(pool, city)
    procedure, stop = Procedure(city, engine, None), asyncio.Event()
    sealer = Sealer(PostgresSealing(pool), EngineHistories(engine))
    sealing = asyncio.create_task(repeat("sealer", sealer.seal, timedelta(milliseconds=20), stop))
    workers = [
        Worker(engine, task_queue=queue, workflows=of, activities=activities, interceptors=[losing])
        for queue, of, activities in zip(
            (CERTIFICATES.name, PAYMENTS),
            ((CertificateRequestWorkflow,), MONEY),
            activities_of(city, engine, reading=PostgresReading(pool), ended=PostgresEndedCases(pool)),
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


async def emptied(pool: Pool) -> None:
    """Wait until nothing is staged any more."""
    async with asyncio.timeout(20):
        while await pool.fetchval("SELECT count(*) FROM ledger.staged"):  # noqa: ASYNC110 - the sealer tells nobody
            await asyncio.sleep(0.02)


async def agreed(procedure: Procedure, pool: Pool) -> tuple[AnyEvent, ...]:
    """Wait until all is sealed; check ledger against history, code and read table; return the ledger's events."""
    await emptied(pool)
    events = tuple(await PostgresReading(pool).events(procedure.case_id))
    found = await Histories(procedure.engine, PostgresArchive(pool), None).of(procedure.case_id)
    result = await replay(CERTIFICATE_WORDS, procedure.case_id, found, events, TEST_RING)
    assert result.agrees, result.ledger
    assert result.ledger is not None
    assert not result.ledger.in_flight
    assert fold(events) == await procedure.state()
    verified = await verify_ledger(pool, [], [])
    assert verified.ok, verified.findings
    assert verified.size == len(events)
    return events

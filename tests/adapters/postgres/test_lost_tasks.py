"""One request whose workflow tasks are lost again and again, on three workers: the ledger has what was completed, no more.

Seeded; the seed of a failing run stands in its name.
"""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from contracts.stories import START, batch_of, case_id, completed

from adapters.postgres.entries import event_of
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool, connection
from audit.rebuild import rebuild
from domain.cases.batch import EventBatch
from domain.cases.staging import Mark, Verdict
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import fold
from domain.certificates.examination_events import CaseTaken
from domain.errors import DomainError, PortUnavailable
from domain.procedures import PROCEDURES

pytestmark = pytest.mark.database
REQUEST = case_id(1)
TASKS = 40


class Life:
    """The request's life: each task records in parts on some worker, and is completed, or lost and then repeated."""

    def __init__(self, pool: Pool, seed: int) -> None:
        self.pool = pool
        self.dice = random.Random(seed)
        self.workers = [PostgresRecorder(pool, remembered=self.dice.choice([1000, 0])) for _ in range(3)]
        self.sealing = PostgresSealing(pool)
        self.truth: list[AnyEvent] = []
        self.verdicts: dict[Mark, Verdict] = {}
        self.late: list[tuple[PostgresRecorder, list[EventBatch]]] = []
        self.clock = START
        self.number = 3
        self.made = 0

    def event(self, *, opening: bool = False) -> AnyEvent:
        """Return an event that differs from all others."""
        self.made += 1
        if opening:
            return completed(1)[0].model_copy(update={"at": self.clock})
        return CaseTaken(at=self.clock, by=f"examiner-{self.made}", decision_id=f"d{self.made}")

    def decided(self, before: Sequence[AnyEvent]) -> list[AnyEvent]:
        """Return what a task decides: some of what the lost one before it did, and something else."""
        if self.truth and self.dice.random() < 0.2:
            return []
        kept = list(before[: self.dice.randint(0, len(before))])
        opening = not self.truth and not kept
        more = [self.event(opening=opening and each == 0) for each in range(self.dice.randint(0 if kept else 1, 3))]
        return kept + more

    def parts(self, events: Sequence[AnyEvent], mark: Mark) -> list[EventBatch]:
        """Return the batches a task records them in."""
        found, start, settled = [], 0, len(self.truth)
        while start < len(events):
            end = start + self.dice.randint(1, 3)
            found.append(batch_of(REQUEST, settled + start + 1, events[start:end], mark, settled=settled))
            start = end
        return found

    async def task(self, before: Sequence[AnyEvent]) -> Sequence[AnyEvent] | None:
        """Run one task and return what it had decided if it was lost."""
        self.clock += timedelta(seconds=1)
        mark = Mark(self.number, self.clock)
        worker, events = self.dice.choice(self.workers), self.decided(before)
        batches = self.parts(events, mark)
        lost = self.dice.random() < 0.45
        reached = self.dice.randint(0, len(batches)) if lost else len(batches)
        self.verdicts[mark] = Verdict.OPEN
        for batch in batches[:reached]:
            await self.recorded(worker, batch)
        if lost:
            self.verdicts[mark] = Verdict.LOST
            if batches:
                self.late.append((worker, batches[reached:] or batches))
            self.number += self.dice.choice([0, 3])  # its number may be given to the next
            return events
        self.truth += events
        self.verdicts[mark] = Verdict.COMPLETED
        self.number += 3
        return None

    async def last_words(self) -> None:
        """Let a task be lost whose repetition decides nothing: nobody writes over what it staged."""
        self.clock += timedelta(seconds=1)
        mark = Mark(self.number, self.clock)
        self.verdicts[mark] = Verdict.OPEN  # found lost any earlier, its second batch is rightly refused
        for batch in self.parts([self.event(), self.event()], mark):
            await self.recorded(self.workers[0], batch)
        self.verdicts[mark] = Verdict.LOST

    async def recorded(self, worker: PostgresRecorder, batch: EventBatch) -> None:
        """Record as the engine has it done: again until it is, perhaps once more, while other things go on."""
        for _ in range(self.dice.choice([1, 1, 1, 2])):
            answer: object = PortUnavailable("postgres")
            while isinstance(answer, PortUnavailable):
                answer, other = await asyncio.gather(worker.record(batch), self.meanwhile(), return_exceptions=True)
                assert other is None
            assert answer is None

    async def meanwhile(self) -> None:
        """Let a lost task's worker write late, the sealer work, or the read tables be made anew."""
        chance = self.dice.random()
        if chance < 0.4 and self.late:
            worker, batches = self.dice.choice(self.late)
            try:
                await worker.record(self.dice.choice(batches))
            except (DomainError, PortUnavailable):
                return
        elif chance < 0.8:
            await self.seal()
        elif chance < 0.85:
            await rebuild(self.pool)

    async def seal(self) -> None:
        """Do what the sealer does, with the engine's true words."""
        for task in await self.sealing.undecided(50, timedelta()):
            match self.verdicts[task.mark]:
                case Verdict.COMPLETED:
                    await self.sealing.confirm(task)
                case Verdict.LOST:
                    await self.sealing.discard(task)
                case _:
                    await self.sealing.postpone(task)
        await self.due()
        await self.sealing.seal_durable(50)

    async def due(self) -> None:
        """Have everything looked at now, beside whoever writes: the database may choose this one to give way."""
        done = ""
        while not done:
            with suppress(PortUnavailable):
                async with connection(self.pool) as session:
                    done = await session.execute("UPDATE ledger.staged SET look_at = now()")


@pytest.mark.parametrize("seed", range(8))
async def test_the_ledger_is_what_was_completed(pool: Pool, reading: PostgresReading, seed: int):
    """At every moment the row is the fold of what is known; at the end nothing is staged and nothing lost was sealed."""
    life = Life(pool, seed)
    for _ in range(TASKS):
        lost: Sequence[AnyEvent] | None = ()
        while lost is not None:
            lost = await life.task(lost)
        await life.meanwhile()
        assert await reading.state(REQUEST) == fold(await reading.events(REQUEST))
    await life.last_words()
    for _ in range(3):
        await life.seal()

    rows = await pool.fetch("SELECT entry FROM ledger.entries ORDER BY position")
    assert [event_of(row["entry"], PROCEDURES) for row in rows] == life.truth
    assert await pool.fetchval("SELECT count(*) FROM ledger.staged") == 0
    assert await reading.state(REQUEST) == fold(life.truth)

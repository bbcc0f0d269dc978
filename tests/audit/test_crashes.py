"""T13: sessions killed in the middle of recording and sealing leave no gap, no duplicate and nothing half."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from contracts.stories import batches, completed

from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool
from audit.checkpoint import publish
from audit.notes import Signer
from audit.verify import verify_ledger
from domain.cases.batch import EventBatch
from domain.cases.staging import StagedTask
from domain.errors import PortUnavailable

pytestmark = pytest.mark.database
_WRITERS, _SEALERS, _KILLS = 6, 2, 50
_ALL = 1000
_KILL = """
    SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE $1
"""
_RECORDING, _SEALING = "%projected%", "%ledger.seal(%"


class Storm:
    """Writers and sealers that repeat what was left unknown, and somebody who kills their sessions."""

    def __init__(self, pool: Pool):
        self._recorder, self._sealing = PostgresRecorder(pool), PostgresSealing(pool)
        self.killed = {_RECORDING: 0, _SEALING: 0}
        self.unknown = self.requests = self.writing = 0

    @property
    def _over(self) -> bool:
        return min(self.killed.values()) >= _KILLS / 2

    async def write(self, number: int):
        """Record whole requests until enough sessions were killed."""
        self.writing += 1
        while not self._over or number < _WRITERS:
            for part in batches(number):
                await self._insist(part)
            self.requests += 1
            number += _WRITERS
        self.writing -= 1

    async def _insist(self, part: EventBatch):
        for work in (
            lambda: self._recorder.record(part),
            lambda: self._sealing.confirm(StagedTask(part.case_id, part.mark)),
        ):
            done = False
            while not done:
                try:
                    await work()
                    done = True
                except PortUnavailable:
                    self.unknown += 1

    async def seal(self):
        """Seal until nobody writes any more and nothing is left."""
        last = False
        while not last:
            last = self.writing == 0
            try:
                await self._sealing.seal_durable(_ALL if last else 3)
            except PortUnavailable:
                self.unknown += 1
                last = False

    async def kill(self, killer: asyncpg.Connection):
        """Kill sessions that are at it, from a session of one's own."""
        while not self._over:
            for query in self.killed:
                self.killed[query] += await killer.fetchval(_KILL, query)


async def test_writers_whose_sessions_are_killed_lose_nothing(
    pool: Pool, postgres_dsn: str, tmp_path: Path, signer: Signer
):
    """Six writers, two sealers, fifty kills: every request is recorded once, and the ledger is whole."""
    storm = Storm(pool)
    killer = await asyncpg.connect(postgres_dsn)
    async with asyncio.timeout(90):
        writers = [asyncio.create_task(storm.write(number)) for number in range(_WRITERS)]
        await asyncio.gather(*writers, storm.kill(killer), *(storm.seal() for _ in range(_SEALERS)))
    await killer.close()
    await publish(pool, signer, tmp_path)

    result = await verify_ledger(pool, [tmp_path], [signer.verifier])
    assert result.ok, result.findings
    assert (result.size, result.staged) == (storm.requests * len(completed(0)), 0)
    assert storm.unknown > 0

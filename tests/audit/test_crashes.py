"""T13: sessions killed in the middle of appending leave no gap, no duplicate and nothing half."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from contracts.stories import batches, completed

from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from audit.checkpoint import publish
from audit.notes import Signer
from audit.verify import verify_ledger
from domain.errors import PortUnavailable
from domain.requests.events import EventBatch

pytestmark = pytest.mark.database
_WRITERS, _KILLS = 6, 50
_KILL = """
    SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%projected%'
"""


class Storm:
    """Writers that repeat what was left unknown, and somebody who kills their sessions."""

    def __init__(self, pool: Pool):
        self._recorder = PostgresRecorder(pool)
        self.killed = self.unknown = self.requests = 0

    async def write(self, number: int):
        """Record whole requests until enough sessions were killed."""
        while self.killed < _KILLS or number < _WRITERS:
            for part in batches(number):
                await self._insist(part)
            self.requests += 1
            number += _WRITERS

    async def _insist(self, part: EventBatch):
        while True:
            try:
                return await self._recorder.record(part)
            except PortUnavailable:
                self.unknown += 1

    async def kill(self, killer: asyncpg.Connection):
        """Kill sessions that are appending, from a session of one's own."""
        while self.killed < _KILLS:
            self.killed += await killer.fetchval(_KILL)


async def test_writers_whose_sessions_are_killed_lose_nothing(
    pool: Pool, postgres_dsn: str, tmp_path: Path, signer: Signer
):
    """Six writers, fifty kills: every request is recorded once, and the ledger is whole."""
    storm = Storm(pool)
    killer = await asyncpg.connect(postgres_dsn)
    async with asyncio.timeout(60):
        await asyncio.gather(storm.kill(killer), *(storm.write(number) for number in range(_WRITERS)))
    await killer.close()
    await publish(pool, signer, tmp_path)

    result = await verify_ledger(pool, [tmp_path], [signer.verifier])
    assert result.ok, result.findings
    assert result.size == storm.requests * len(completed(0))
    assert storm.unknown > 0

"""Asks Postgres how it answers our own queries on that many rows: which tables does it read whole, in what time?

What our adapters ask is written down as they ask it, and explained with the values they gave.
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import asyncpg

from adapters.postgres.archive import PostgresArchive
from adapters.postgres.effects import PostgresEffects
from adapters.postgres.outbox import PostgresOutbox
from adapters.postgres.reading import PostgresReading
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.tracking_numbers import PostgresTrackingNumbers
from bench.load.figures import Question
from bench.load.installation import Installation
from domain.cases.notices import Channel
from domain.certificates.status import Status

_SMALL = 500  # rows; a smaller table is read whole by any database


class _Ear:
    """Stands for a pool and writes down what is asked; answers nothing."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def acquire(self, *, timeout: float) -> "_Ear":  # noqa: ARG002 - the pool's signature
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def fetch(self, query: str, *values: object) -> list[Any]:
        self.asked.append((query, values))
        return []

    async def fetchrow(self, query: str, *values: object) -> None:
        self.asked.append((query, values))

    async def fetchval(self, query: str, *values: object) -> None:
        self.asked.append((query, values))


async def questions(here: Installation) -> list[Question]:
    """Explain what upkeep, lists and status pages ask, on the rows that are there."""
    pool = here.books.pool
    await pool.execute("ANALYZE")
    row = await pool.fetchrow("SELECT case_id FROM reading.cases ORDER BY received_at DESC LIMIT 1")
    some = "" if row is None else row["case_id"]
    return [await _explained(pool, name, ask) for name, ask in _asked(some)]


def _asked(some: str) -> Iterator[tuple[str, Callable[[Any], Awaitable[object]]]]:
    now = datetime.now(UTC)
    work = (Status.UNDER_EXAMINATION, Status.AWAITING_APPROVAL, Status.READY_TO_DISPATCH)
    yield "sealer: undecided", lambda pool: PostgresSealing(pool).undecided(50, timedelta(milliseconds=50))
    yield "sealer: durable", lambda pool: PostgresSealing(pool).seal_durable(50)
    yield "mail room: claim", lambda pool: PostgresOutbox(pool, clock=_now).claim(Channel.MAIL, 6, timedelta(minutes=2))
    yield "archivist: unarchived", lambda pool: PostgresArchive(pool).unarchived(20)
    yield "worklist, first page", lambda pool: PostgresReading(pool).worklist(work, 50)
    yield "worklist of all waiting", lambda pool: PostgresReading(pool).worklist((Status.AWAITING_PAYMENT,), 50)
    yield (
        "worklist, next page",
        lambda pool: PostgresReading(pool).worklist((Status.AWAITING_PAYMENT,), 50, after=some),
    )
    yield "due", lambda pool: PostgresReading(pool).due(now, 50)
    yield "counts", lambda pool: PostgresReading(pool).counts()
    yield "status page", lambda pool: PostgresReading(pool).row(some)
    yield "events of a request", lambda pool: PostgresReading(pool).events(some)
    yield "request of a letter", lambda pool: PostgresTrackingNumbers(pool).bearer("10000000001", now)
    yield "link to pay", lambda pool: PostgresEffects(pool).latest("charge", f"pay-{some}")


def _now() -> datetime:
    return datetime.now(UTC)


async def _explained(
    pool: "asyncpg.Pool[asyncpg.Record]", name: str, ask: Callable[[Any], Awaitable[object]]
) -> Question:
    ear = _Ear()
    with suppress(TypeError, AttributeError):  # an answer of nothing is not always expected
        await ask(ear)
    query, values = ear.asked[0]
    async with pool.acquire() as session:
        transaction = session.transaction()
        await transaction.start()
        try:
            explained = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}"
            plan = json.loads(await session.fetchval(explained, *values))[0]
        finally:
            await transaction.rollback()
    top = plan["Plan"]
    whole = {node["Relation Name"] for node in _nodes(top) if _reads_whole(node)}
    return Question(
        name=name,
        ms=round(plan["Execution Time"], 2),
        buffers=top.get("Shared Hit Blocks", 0) + top.get("Shared Read Blocks", 0),
        read_whole=sorted(whole),
    )


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def _reads_whole(node: dict[str, Any]) -> bool:
    rows: float = node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)
    return bool(node["Node Type"] == "Seq Scan") and rows * node["Actual Loops"] >= _SMALL

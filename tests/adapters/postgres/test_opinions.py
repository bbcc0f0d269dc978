"""What citizens say of the counter is counted by day and language, and nothing else is kept."""

import asyncio
from datetime import UTC, datetime

import pytest

from adapters.postgres.opinions import PostgresOpinions
from adapters.postgres.session import Pool
from domain.municipality.texts import Language
from domain.opinions import Ease, Trouble

pytestmark = pytest.mark.database
NOW = datetime(2026, 12, 1, tzinfo=UTC)


async def test_counts_answers_of_many_at_once(pool: Pool):
    opinions = PostgresOpinions(pool, clock=lambda: NOW)
    answers = [Ease.EASY, Trouble.WORDS, Trouble.CARD]
    await asyncio.gather(*(opinions.count(Language.EN, answers[:size]) for size in (1, 2, 3) for _ in range(5)))

    assert await opinions.counted() == {"easy": 15, "words": 10, "card": 5}


async def test_keeps_languages_apart_and_no_instant(pool: Pool):
    opinions = PostgresOpinions(pool, clock=lambda: NOW)
    for language in Language:
        await opinions.count(language, [Ease.GAVE_UP])
    rows = await pool.fetch("SELECT * FROM intake.opinions ORDER BY language")

    assert [tuple(row.keys()) for row in rows] == [("day", "language", "answer", "count")] * 3
    assert [row["language"] for row in rows] == ["en", "ja", "ja-simple"]
    assert await opinions.counted() == {"gave_up": 3}

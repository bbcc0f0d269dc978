"""What citizens say of the counter is counted by day and language, and nothing else is kept."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from adapters.postgres.commitments import Commitments
from adapters.postgres.opinions import PostgresOpinions
from adapters.postgres.session import Pool
from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language
from domain.opinions import MOST_BY_NETWORK, Ease, Trouble

pytestmark = pytest.mark.database
NOW = datetime(2026, 12, 1, tzinfo=UTC)


HOME = "192.0.2.1"


@pytest.fixture
def opinions(pool: Pool) -> PostgresOpinions:
    return PostgresOpinions(pool, Commitments(b"h" * 32), clock=lambda: NOW)


async def test_counts_answers_of_many_at_once(opinions: PostgresOpinions):
    answers = [Ease.EASY, Trouble.WORDS, Trouble.CARD]
    await asyncio.gather(*(opinions.count(Language.EN, answers[:size], HOME) for size in (1, 2, 3) for _ in range(5)))

    assert await opinions.counted() == {"easy": 15, "words": 10, "card": 5}


async def test_keeps_languages_apart_and_no_instant(pool: Pool, opinions: PostgresOpinions):
    for language in Language:
        await opinions.count(language, [Ease.GAVE_UP], HOME)
    rows = await pool.fetch("SELECT * FROM intake.opinions ORDER BY language")

    assert [tuple(row.keys()) for row in rows] == [("day", "language", "answer", "count")] * 3
    assert [row["language"] for row in rows] == ["en", "ja", "ja-simple"]
    assert await opinions.counted() == {"gave_up": 3}


async def test_a_network_gives_so_many_an_hour_and_not_one_more_by_eight_at_once(opinions: PostgresOpinions):
    async def client() -> int:
        given = 0
        with suppress(DomainError):
            while True:
                await opinions.count(Language.JA, [Ease.EASY], HOME)
                given += 1
        return given

    assert sum(await asyncio.gather(*(client() for _ in range(8)))) == MOST_BY_NETWORK
    with pytest.raises(DomainError) as refused:
        await opinions.count(Language.JA, [Ease.EASY], HOME)
    assert (refused.value.code, refused.value.facts) == (ErrorCode.TOO_MANY_FROM_NETWORK, {"wait_seconds": 3601})
    await opinions.count(Language.JA, [Ease.EASY], "192.0.2.2")
    assert await opinions.counted() == {"easy": MOST_BY_NETWORK + 1}

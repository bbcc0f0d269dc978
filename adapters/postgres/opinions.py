"""Counts of what citizens say of the counter (web.ports.Opinions), by day and language."""

from collections.abc import Collection, Mapping

from adapters.postgres.commitments import Commitments
from adapters.postgres.limits import count_within
from adapters.postgres.session import Pool, connection, transaction
from domain.errors import ErrorCode
from domain.municipality.calendar import local_date
from domain.municipality.texts import Language
from domain.opinions import MOST_BY_NETWORK, Answer
from domain.ports import Clock

_COUNT = """
    INSERT INTO intake.opinions (day, language, answer, count)
    SELECT $1, $2, answer, 1 FROM unnest($3::text[]) AS answer
    ON CONFLICT (day, language, answer) DO UPDATE SET count = intake.opinions.count + 1
"""
_COUNTED = "SELECT answer, sum(count)::bigint AS count FROM intake.opinions GROUP BY answer"


class PostgresOpinions:
    """The table `intake.opinions`."""

    def __init__(self, pool: Pool, commitments: Commitments, *, clock: Clock) -> None:
        self._pool = pool
        self._commitments = commitments
        self._clock = clock

    async def count(self, language: Language, answers: Collection[Answer], network: str) -> None:
        """Count one person's answers, on the office's calendar day (UTC+9).

        Raises DomainError TOO_MANY_FROM_NETWORK (wait_seconds).
        """
        limits = {self._commitments.pseudonym("opinions by network", network): MOST_BY_NETWORK}
        names = sorted({answer.value for answer in answers})  # sorted: no deadlocks
        async with transaction(self._pool) as session:
            await count_within(session, limits, self._clock(), ErrorCode.TOO_MANY_FROM_NETWORK)
            await session.execute(_COUNT, local_date(self._clock()), language.value, names)

    async def counted(self) -> Mapping[str, int]:
        """Return how often each answer was given; one never given is not there."""
        async with connection(self._pool) as session:
            return {row["answer"]: row["count"] for row in await session.fetch(_COUNTED)}

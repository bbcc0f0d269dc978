"""Openings of personal data in the ledger: entries of a stream beside each case's events, under the same tree.

So the same checkpoints cover them, and nobody takes one away unseen.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from adapters.postgres.entries import ACCESS_STREAM, decode_opening, encode_opening
from adapters.postgres.session import Pool, connection, transaction
from domain.cases.access import Opening
from domain.japan import JAPAN

# Appenders wait for one another at the tree, so the next place is nobody else's.
_LOCK = "SELECT size FROM ledger.tree FOR UPDATE"
_LAST = "SELECT coalesce(max(place), 0) FROM ledger.entries WHERE case_id = $1"
_APPEND = "SELECT ledger.append($1, $2, $3)"
_OPENINGS = f"""
    SELECT entry FROM ledger.entries
    WHERE case_id LIKE '{ACCESS_STREAM}%'
        AND ($1::text IS NULL OR convert_from(entry, 'UTF8')::jsonb->'opening'->>'officer' = $1)
        AND ($2::text IS NULL OR case_id = $2)
        AND ($3::timestamptz IS NULL OR recorded_at >= $3) AND ($4::timestamptz IS NULL OR recorded_at < $4)
    ORDER BY position DESC LIMIT $5
"""  # noqa: S608 - a constant alone
# What a citizen's page asks: by the index of the case alone, however much others have opened.
_OF_CASE = "SELECT entry FROM ledger.entries WHERE case_id = $1 ORDER BY place DESC LIMIT $2"


class PostgresAccess:
    """The access ledger. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def record(self, opening: Opening) -> None:
        """Append one opening; when this returns it is committed."""
        stream = ACCESS_STREAM + opening.case_id
        async with transaction(self._pool) as session:
            await session.execute(_LOCK)
            place = await session.fetchval(_LAST, stream) + 1
            await session.execute(_APPEND, stream, place, [encode_opening(place, opening)])

    async def openings(
        self, *, officer: str | None = None, case_id: str | None = None, day: date | None = None, limit: int = 1000
    ) -> Sequence[Opening]:
        """Return openings, newest first; `day` is a day of Japan."""
        stream = None if case_id is None else ACCESS_STREAM + case_id
        async with connection(self._pool) as session:
            if stream is not None and officer is None and day is None:
                rows = await session.fetch(_OF_CASE, stream, limit)
            else:
                rows = await session.fetch(_OPENINGS, officer, stream, *_bounds(day), limit)
        return tuple(decode_opening(row["entry"]).opening for row in rows)


def _bounds(day: date | None) -> tuple[datetime | None, datetime | None]:
    if day is None:
        return None, None
    begin = datetime.combine(day, time(), JAPAN)
    return begin, begin + timedelta(days=1)

"""Events of cases found by who, what and when, for auditors; newest first. Openings are listed elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from adapters.postgres.entries import ACCESS_STREAM
from adapters.postgres.session import Pool, connection

# By the index of recording times (it grows with the ledger's order); looked into afterwards, and no further than enough.
_FOUND = f"""
    SELECT case_id, place FROM ledger.entries
    WHERE recorded_at >= $1 AND recorded_at < $2 AND case_id NOT LIKE '{ACCESS_STREAM}%'
        AND ($3 = '' OR convert_from(entry, 'UTF8')::jsonb->'event'->>'by' = $3)
        AND ($4 = '' OR convert_from(entry, 'UTF8')::jsonb->'event'->>'type' = $4)
    ORDER BY position DESC LIMIT $5
"""  # noqa: S608 - a constant alone


class FoundPlace(NamedTuple):
    """Where an event stands: its case, and its place among the case's events (from 1)."""

    case_id: str
    place: int


class PostgresEventSearch:
    """A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find(self, since: datetime, until: datetime, by: str, kind: str, limit: int) -> Sequence[FoundPlace]:
        """Return where the events stand; `by` and `kind` (the event's type) may be empty."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_FOUND, since, until, by, kind, limit)
        return tuple(FoundPlace(row["case_id"], row["place"]) for row in rows)

"""What our own database says while the load runs. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

_UNPAYABLE = """
    SELECT count(*) FROM unnest($1::text[]) AS asked (request_id) WHERE NOT EXISTS (
        SELECT FROM effects.journal WHERE kind = 'charge' AND finished_at IS NOT NULL
        AND journal.request_id = 'pay-' || asked.request_id
    )
"""
_NOT_IN = """
    SELECT count(*) FROM unnest($1::text[]) AS asked (request_id)
    LEFT JOIN reading.requests USING (request_id) WHERE status IS DISTINCT FROM $2
"""
_UNSETTLED = """
    SELECT (SELECT count(*) FROM ledger.staged)
        + (SELECT count(*) FROM outbox.notices WHERE sent_at IS NULL AND given_up_at IS NULL)
"""
_PAYABLE = """
    SELECT requests.request_id, journal.outcome->>'url' AS url FROM reading.requests
    JOIN effects.journal ON journal.request_id = 'pay-' || requests.request_id AND journal.kind = 'charge'
    WHERE status = 'awaiting_payment' AND outcome IS NOT NULL ORDER BY received_at
"""


@dataclass(frozen=True)
class Payable:
    """An open request and where it is paid."""

    request_id: str
    url: str


class Books:
    """Questions to the database of the installation."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self.pool = pool

    async def acknowledged(self, request_ids: Sequence[str]) -> int:
        """Return how many of these have their row at the counter."""
        return await self._count("SELECT count(*) FROM intake.requests WHERE request_id = ANY($1)", list(request_ids))

    async def not_payable(self, request_ids: Sequence[str]) -> int:
        """Return how many of these have no code to be paid by yet."""
        return await self._count(_UNPAYABLE, list(request_ids))

    async def not_in(self, request_ids: Sequence[str], status: str) -> int:
        """Return how many of these do not stand in a status."""
        return await self._count(_NOT_IN, list(request_ids), status)

    async def unsettled(self) -> int:
        """Return how many events are not sealed and how many mails not sent, together."""
        return await self._count(_UNSETTLED)

    async def awaiting_payment(self) -> int:
        """Return how many requests wait for their payment."""
        return await self._count("SELECT count(*) FROM reading.requests WHERE status = 'awaiting_payment'")

    async def payable(self) -> list[Payable]:
        """Return all that wait for their payment, oldest first."""
        return [Payable(row["request_id"], row["url"]) for row in await self.pool.fetch(_PAYABLE)]

    async def _count(self, query: str, *values: object) -> int:
        return int(await self.pool.fetchval(query, *values))

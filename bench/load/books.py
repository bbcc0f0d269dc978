"""What our own database says while the load runs. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

_UNPAYABLE = """
    SELECT count(*) FROM unnest($1::text[]) AS asked (case_id) WHERE NOT EXISTS (
        SELECT FROM effects.journal WHERE kind = 'charge' AND finished_at IS NOT NULL
        AND journal.case_id = 'pay-' || asked.case_id
    )
"""
_NOT_IN = """
    SELECT count(*) FROM unnest($1::text[]) AS asked (case_id)
    LEFT JOIN reading.cases USING (case_id) WHERE status IS DISTINCT FROM $2
"""
_UNSETTLED = """
    SELECT (SELECT count(*) FROM ledger.staged)
        + (SELECT count(*) FROM outbox.notices WHERE sent_at IS NULL AND given_up_at IS NULL)
"""
_PAYABLE = """
    SELECT cases.case_id, journal.outcome->>'url' AS url FROM reading.cases
    JOIN effects.journal ON journal.case_id = 'pay-' || cases.case_id AND journal.kind = 'charge'
    WHERE status = 'awaiting_payment' AND outcome IS NOT NULL ORDER BY received_at
"""


@dataclass(frozen=True)
class Payable:
    """An open request and where it is paid."""

    case_id: str
    url: str


class Books:
    """Questions to the database of the installation."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self.pool = pool

    async def acknowledged(self, case_ids: Sequence[str]) -> int:
        """Return how many of these have their row at the counter."""
        return await self._count("SELECT count(*) FROM intake.cases WHERE case_id = ANY($1)", list(case_ids))

    async def not_payable(self, case_ids: Sequence[str]) -> int:
        """Return how many of these have no code to be paid by yet."""
        return await self._count(_UNPAYABLE, list(case_ids))

    async def not_in(self, case_ids: Sequence[str], status: str) -> int:
        """Return how many of these do not stand in a status."""
        return await self._count(_NOT_IN, list(case_ids), status)

    async def unsettled(self) -> int:
        """Return how many events are not sealed and how many mails not sent, together."""
        return await self._count(_UNSETTLED)

    async def awaiting_payment(self) -> int:
        """Return how many requests wait for their payment."""
        return await self._count("SELECT count(*) FROM reading.cases WHERE status = 'awaiting_payment'")

    async def payable(self) -> list[Payable]:
        """Return all that wait for their payment, oldest first."""
        return [Payable(row["case_id"], row["url"]) for row in await self.pool.fetch(_PAYABLE)]

    async def _count(self, query: str, *values: object) -> int:
        return int(await self.pool.fetchval(query, *values))

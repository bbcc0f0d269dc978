"""What the read table has of how the office has done: counts by kind and status, and the requests that were sent."""

import asyncio
from datetime import datetime, timedelta

from adapters.postgres.session import Pool, connection
from domain.certificates.kinds import CertificateKind
from domain.certificates.office_record import SENT, OfficeRecord, Published, SentRequest, days_begin, published
from domain.certificates.status import Status
from domain.certificates.submission import NAME
from domain.errors import PortRejected, PortUnavailable
from domain.municipality.book import PolicyBook
from domain.ports import Clock

_YEAR = timedelta(days=365)
_KEPT = timedelta(minutes=10)
_MOST = 20_000  # sent requests that are looked at, newest first
_COUNTS = """
    SELECT subject->>'kind' AS kind, status, count(*) AS cases FROM reading.cases
    WHERE procedure = $1 AND municipality = $2 AND received_at >= $3 GROUP BY 1, 2
"""
# Found by index, newest first; their states are looked into afterwards.
_SENT = f"""
    SELECT subject->>'kind' AS kind, received_at, paid_at, state#>>'{{terms,payment_order}}' AS payment_order,
        (state#>>'{{post,accepted_at}}')::timestamptz AS sent_at, (state->>'paused_seconds')::float8 AS paused,
        (state#>>'{{terms,processing_due_at}}')::timestamptz AS due_at
    FROM (
        SELECT subject, received_at, paid_at, state FROM reading.cases
        WHERE procedure = $1 AND municipality = $2 AND received_at >= $3 AND status = ANY($4::text[])
        ORDER BY received_at DESC LIMIT {_MOST}
    ) AS newest
    WHERE state#>>'{{post,accepted_at}}' IS NOT NULL
    ORDER BY sent_at DESC
"""  # noqa: S608 - constants alone
_KINDS = {each.value: each for each in CertificateKind}
_STATUSES = {each.value: each for each in Status}


class PostgresOfficeRecord:
    """The record of the last 365 days; one answer serves ten minutes. May raise PortUnavailable or PortRejected("postgres").

    What another release wrote, of a kind or status that is not known here, is not counted. `book` has the calendar;
    `clock` the time of people.
    """

    def __init__(self, pool: Pool, municipality: str, book: PolicyBook, clock: Clock) -> None:
        self._pool = pool
        self._municipality = municipality
        self._book = book
        self._clock = clock
        self._kept: tuple[datetime, Published] | None = None
        self._asking = asyncio.Lock()

    async def published(self) -> Published:
        """Return what the office publishes of it. While it is computed anew, and when that fails, the answer before serves."""
        now = self._clock()
        if self._kept is not None and (now - self._kept[0] < _KEPT or self._asking.locked()):
            return self._kept[1]
        async with self._asking:
            if self._kept is not None and now - self._kept[0] < _KEPT:
                return self._kept[1]
            try:
                told = await self._computed(now)
            except (PortUnavailable, PortRejected):
                if self._kept is None:
                    raise
                told = self._kept[1]
            self._kept = (now, told)
            return told

    async def _computed(self, now: datetime) -> Published:
        since = now - _YEAR
        closed = self._book.closed_days(self._municipality, since.year, now.year + 1)
        return published(await self._read(since), closed)

    async def _read(self, since: datetime) -> OfficeRecord:
        async with connection(self._pool) as session:
            counted = await session.fetch(_COUNTS, NAME, self._municipality, since)
            sent = await session.fetch(_SENT, NAME, self._municipality, since, sorted(SENT))
        return OfficeRecord(
            since,
            {
                (_KINDS[row["kind"]], _STATUSES[row["status"]]): row["cases"]
                for row in counted
                if row["kind"] in _KINDS and row["status"] in _STATUSES
            },
            [
                SentRequest(
                    _KINDS[row["kind"]],
                    days_begin(row["payment_order"], row["received_at"], row["paid_at"]),
                    row["sent_at"],
                    row["due_at"],
                    row["paused"],
                )
                for row in sent
                if row["kind"] in _KINDS
            ],
        )

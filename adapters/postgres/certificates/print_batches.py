"""Batches of printed letters (`domain.certificates.ports.PrintBatches`): schema `office`, and the read table of cases.

The unique index on first printings decides a race between two dispatchers.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from asyncpg import Record

from adapters.postgres.session import Pool, connection, transaction
from domain.certificates.print_batches import MOST_LETTERS, PostedLetter, PrintBatch, ReprintReason
from domain.certificates.status import Status
from domain.certificates.submission import NAME
from domain.japan import JAPAN
from domain.postal.letters import MailClass

_MOST_POSTED = 2000
_WAITING = f"""
    FROM reading.cases
    WHERE procedure = '{NAME}' AND status = '{Status.READY_TO_DISPATCH}'
        AND state#>>'{{post,confirmed}}' = 'false'
        AND ($1::text IS NULL OR state#>>'{{identity,applicant}}' IS DISTINCT FROM $1)
        AND NOT EXISTS (SELECT FROM office.printed_letters AS printed WHERE printed.case_id = cases.case_id)
"""
_COUNT = f"SELECT count(*) FROM (SELECT {_WAITING} LIMIT $2) AS waiting"  # noqa: S608 - constants alone
_FIRST_TIMES = f"""
    INSERT INTO office.printed_letters (batch_id, position, case_id, again)
    SELECT $2, row_number() OVER (ORDER BY received_at, case_id), case_id, false
    FROM (SELECT case_id, received_at {_WAITING} ORDER BY received_at, case_id LIMIT {MOST_LETTERS}) AS waiting
    ON CONFLICT (case_id) WHERE NOT again DO NOTHING
"""  # noqa: S608 - constants alone
_BEGIN = """
    INSERT INTO office.print_batches (batch_id, officer, printed_at, reason) VALUES ($1, $2, $3, $4)
    ON CONFLICT (batch_id) DO NOTHING RETURNING number
"""
_AGAIN = """
    INSERT INTO office.printed_letters (batch_id, position, case_id, again)
    SELECT $1, place, case_id, EXISTS (SELECT FROM office.printed_letters AS before WHERE before.case_id = wanted.case_id)
    FROM unnest($2::text[]) WITH ORDINALITY AS wanted (case_id, place)
    ON CONFLICT (case_id) WHERE NOT again DO NOTHING
"""
_DROP_EMPTY = "DELETE FROM office.print_batches WHERE batch_id = $1"
_BATCHES = """
    SELECT batches.*, letters.case_ids FROM office.print_batches AS batches, LATERAL (
        SELECT array_agg(case_id ORDER BY position) AS case_ids FROM office.printed_letters AS letters
        WHERE letters.batch_id = batches.batch_id
    ) AS letters
"""
_MADE = f"{_BATCHES} WHERE batches.batch_id = $1"
_NUMBERED = f"{_BATCHES} WHERE batches.number = $1"
_NEWEST = f"{_BATCHES} ORDER BY number DESC LIMIT $1"
_POSTED = f"""
    SELECT case_number, tracking_number, claimed_at, state#>>'{{terms,mail_class}}' AS mail_class,
        (state#>>'{{post,weight_grams}}')::int AS weight
    FROM effects.tracking_numbers AS numbers JOIN reading.cases USING (case_id)
    WHERE claimed_at >= $1 AND claimed_at < $2 AND procedure = '{NAME}' AND (
        state#>>'{{post,confirmed}}' = 'true' AND state#>>'{{post,tracking_number}}' = tracking_number
        OR state#>'{{post,returned}}' ? tracking_number
    )
    ORDER BY claimed_at LIMIT {_MOST_POSTED}
"""  # noqa: S608 - constants alone


class PostgresPrintBatches:
    """The batches of an installation. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def waiting(self, most: int, person: str | None) -> int:
        """Return how many letters are ready and were never printed, counted up to `most`; none of `person`'s own."""
        async with connection(self._pool) as session:
            found: int = await session.fetchval(_COUNT, person, most)
        return found

    async def print_ready(self, batch_id: str, officer: str, at: datetime, person: str | None) -> PrintBatch | None:
        """Make a batch of the first that wait; None when none does. The same id twice is one batch."""
        async with transaction(self._pool) as session:
            if await session.fetchval(_BEGIN, batch_id, officer, at, None) is not None:
                await session.execute(_FIRST_TIMES, person, batch_id)
            made = _read(await session.fetchrow(_MADE, batch_id))
            if made is None:
                await session.execute(_DROP_EMPTY, batch_id)
            return made

    async def print_again(
        self, batch_id: str, officer: str, at: datetime, case_ids: Sequence[str], reason: ReprintReason
    ) -> PrintBatch:
        """Make a batch of these cases, for a reason. The same id twice is one batch."""
        async with transaction(self._pool) as session:
            if await session.fetchval(_BEGIN, batch_id, officer, at, reason.value) is not None:
                await session.execute(_AGAIN, batch_id, case_ids)
            made = _read(await session.fetchrow(_MADE, batch_id))
        if made is None:
            raise ValueError("a batch has letters")
        return made

    async def batch(self, number: int) -> PrintBatch | None:
        """Return a batch by its number."""
        async with connection(self._pool) as session:
            row = await session.fetchrow(_NUMBERED, number)
        return _read(row)

    async def newest(self, limit: int) -> Sequence[PrintBatch]:
        """Return batches, newest first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_NEWEST, limit)
        return tuple(made for row in rows if (made := _read(row)) is not None)

    async def posted(self, day: date) -> Sequence[PostedLetter]:
        """Return the letters whose number was confirmed on a day of Japan, in that order; those that came back too."""
        begin = datetime.combine(day, time(), JAPAN)
        async with connection(self._pool) as session:
            rows = await session.fetch(_POSTED, begin, begin + timedelta(days=1))
        return tuple(
            PostedLetter(
                row["case_number"],
                row["tracking_number"],
                MailClass(row["mail_class"]),
                row["weight"],
                row["claimed_at"],
            )
            for row in rows
        )


def _read(row: Record | None) -> PrintBatch | None:
    return None if row is None or row["case_ids"] is None else PrintBatch.model_validate(dict(row))

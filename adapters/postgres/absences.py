"""Days on which officers are away (domain.office.ports.Absences). What was taken back stays: who said what, and when."""

from collections.abc import Sequence
from datetime import date

from adapters.postgres.session import Pool, connection, transaction
from domain.errors import DomainError, ErrorCode
from domain.office.absences import Absence
from domain.ports import Clock

_STANDING = """
    SELECT absence_id, officer, first, last, substitute FROM office.absences
    WHERE municipality = $1 AND last >= $2 AND dropped_at IS NULL ORDER BY first, officer
"""
_NOTE = """
    INSERT INTO office.absences (absence_id, municipality, officer, first, last, substitute, noted_by, noted_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (absence_id) DO NOTHING
"""
_NOTED = """
    SELECT absence_id, officer, first, last, substitute FROM office.absences WHERE absence_id = $1 AND municipality = $2
"""
_DROP = """
    UPDATE office.absences SET dropped_by = $3, dropped_at = $4
    WHERE absence_id = $1 AND municipality = $2 AND dropped_at IS NULL
"""


class PostgresAbsences:
    """The table `office.absences`. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, *, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def standing(self, municipality: str, today: date) -> Sequence[Absence]:
        """Return the absences under way and to come, the first to begin first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_STANDING, municipality, today)
        return tuple(Absence.model_validate(dict(row)) for row in rows)

    async def note(self, municipality: str, absence: Absence, by: str) -> None:
        """Note an absence; the same id and days twice is one. Raises DomainError(IDEMPOTENCY_CONFLICT) for others."""
        async with transaction(self._pool) as session:
            await session.execute(
                _NOTE,
                absence.absence_id,
                municipality,
                absence.officer,
                absence.first,
                absence.last,
                absence.substitute,
                by,
                self._clock(),
            )
            row = await session.fetchrow(_NOTED, absence.absence_id, municipality)
        if row is None or Absence.model_validate(dict(row)) != absence:
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)

    async def drop(self, municipality: str, absence_id: str, by: str) -> None:
        """Take an absence back: the officer is there again. Nothing when it stands no more, or never did."""
        async with transaction(self._pool) as session:
            await session.execute(_DROP, absence_id, municipality, by, self._clock())

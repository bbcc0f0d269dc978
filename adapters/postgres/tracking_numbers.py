"""Which case bears which tracking number (domain.ports.TrackingNumbers).

Claimed before a dispatcher's decision is taken, and once more before the post is asked. The unique index decides a race.
"""

from datetime import datetime

from adapters.postgres.session import Connection, Pool, connection, transaction
from domain.errors import DomainError, ErrorCode

# A case that is closed needs its number no longer: the post gives it to somebody else months later.
_FREE_CLOSED = """
    UPDATE effects.tracking_numbers AS numbers SET free = true
    FROM reading.cases
    WHERE numbers.tracking_number = $1 AND NOT free
        AND cases.case_id = numbers.case_id AND cases.case_id <> $2 AND cases.closed
"""
# Claimed for a decision of which nothing came, so that its case's state has it nowhere: whoever typed it died meanwhile. A
# decision that is taken after that hour all the same claims once more before the post is asked.
_FREE_FORGOTTEN = """
    DELETE FROM effects.tracking_numbers AS numbers
    WHERE tracking_number = $1 AND case_id <> $2 AND NOT free
        AND handed_over_at IS NULL AND claimed_at < now() - interval '1 hour' AND NOT EXISTS (
            SELECT FROM reading.cases
            WHERE cases.case_id = numbers.case_id
                AND jsonb_path_exists(state, '$.** ? (@ == $number)', jsonb_build_object('number', $1::text))
        )
"""
_CLAIM = """
    INSERT INTO effects.tracking_numbers (tracking_number, case_id) VALUES ($1, $2)
    ON CONFLICT (tracking_number) WHERE NOT free DO UPDATE SET tracking_number = $1
    RETURNING case_id, xmax = 0 AS new
"""
_RELEASE = """
    DELETE FROM effects.tracking_numbers
    WHERE tracking_number = $1 AND case_id = $2 AND NOT free AND handed_over_at IS NULL
"""
_HANDED_OVER = """
    UPDATE effects.tracking_numbers SET handed_over_at = $3 WHERE tracking_number = $1 AND case_id = $2 AND NOT free
"""
# A letter of which the post knows already and we do not yet comes before those of earlier times.
_BEARER = """
    SELECT case_id FROM effects.tracking_numbers
    WHERE tracking_number = $1 AND (handed_over_at <= $2 OR handed_over_at IS NULL)
    ORDER BY handed_over_at DESC NULLS FIRST LIMIT 1
"""


class PostgresTrackingNumbers:
    """Claims by number. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def claim(self, tracking_number: str, case_id: str) -> bool:
        """Take a number for a case; False when the case has it already.

        Raises DomainError(TRACKING_NUMBER_IN_USE, case_id=the other case).
        """
        async with transaction(self._pool) as session:
            return await _claimed(session, tracking_number, case_id)

    async def release(self, tracking_number: str, case_id: str) -> None:
        """Give back a number under which the post took nothing."""
        async with connection(self._pool) as session:
            await session.execute(_RELEASE, tracking_number, case_id)

    async def handed_over(self, tracking_number: str, case_id: str, at: datetime) -> None:
        """Note when the post took the letter, by the post's clock."""
        async with connection(self._pool) as session:
            await session.execute(_HANDED_OVER, tracking_number, case_id, at)

    async def bearer(self, tracking_number: str, at: datetime) -> str | None:
        """Return whose letter bore the number at an instant: the one handed over last before it."""
        async with connection(self._pool) as session:
            found: str | None = await session.fetchval(_BEARER, tracking_number, at)
        return found


async def _claimed(session: Connection, tracking_number: str, case_id: str) -> bool:
    for statement in (_FREE_CLOSED, _FREE_FORGOTTEN):
        await session.execute(statement, tracking_number, case_id)
    row = await session.fetchrow(_CLAIM, tracking_number, case_id)
    if row is None or row["case_id"] != case_id:
        raise DomainError(ErrorCode.TRACKING_NUMBER_IN_USE, case_id="" if row is None else row["case_id"])
    return bool(row["new"])

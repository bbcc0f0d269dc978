"""Which cases a browser has opened (domain.cases.ports.OpenedCases), in Postgres."""

from datetime import timedelta

from adapters.postgres.session import Pool, connection
from domain.cases.citizen import Proof, Proven
from domain.cases.drafting import STAYS_OPENED
from domain.ports import Clock

_ERASED_AT_ONCE = 1000
_OPEN = """
    INSERT INTO drafts.opened_cases (visit, case_id, proof, expires_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (visit, case_id) DO UPDATE SET proof = EXCLUDED.proof, expires_at = EXCLUDED.expires_at
"""
# Pages that are looked at again and again write once a minute at most.
_SPARED = timedelta(minutes=1)
_OPENED = """
    WITH extended AS (
        UPDATE drafts.opened_cases SET expires_at = $4 WHERE visit = $1 AND case_id = $2 AND expires_at > $3 AND expires_at <= $5
    )
    SELECT proof FROM drafts.opened_cases WHERE visit = $1 AND case_id = $2 AND expires_at > $3
"""
_CLOSE = "DELETE FROM drafts.opened_cases WHERE visit = $1 AND case_id = $2"
_ERASE = """
    DELETE FROM drafts.opened_cases WHERE (visit, case_id) IN (
        SELECT visit, case_id FROM drafts.opened_cases WHERE expires_at <= $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ) RETURNING case_id
"""


class PostgresOpenedCases:
    """Opened cases. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, *, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def open(self, visit: str, whose: Proven) -> None:
        """Let a browser act on a case, for an hour since it last did."""
        async with connection(self._pool) as session:
            await session.execute(_OPEN, visit, whose.case_id, whose.proof.value, self._clock() + STAYS_OPENED)

    async def opened(self, visit: str, case_id: str) -> Proven | None:
        """Return the proof this browser has shown for a case, and extend it; None when it has shown none, or long ago."""
        now = self._clock()
        until = now + STAYS_OPENED
        async with connection(self._pool) as session:
            proof = await session.fetchval(_OPENED, visit, case_id, now, until, until - _SPARED)
        return None if proof is None else Proven(case_id=case_id, proof=Proof(proof))

    async def close(self, visit: str, case_id: str) -> None:
        """Shut a case in this browser: another person may use it."""
        async with connection(self._pool) as session:
            await session.execute(_CLOSE, visit, case_id)

    async def erase_expired(self) -> int:
        """Erase what is over, the oldest first, and return how many."""
        async with connection(self._pool) as session:
            return len(await session.fetch(_ERASE, self._clock(), _ERASED_AT_ONCE))

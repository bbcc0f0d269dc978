"""The citizen's key (domain.ports.CitizenKeys) in Postgres: receipt number and confirmation code, as keyed hashes.

Wrong codes are counted by receipt number, whether or not there is such a case: what is unknown and what is wrong take
the same way and get the same answer. One after another under a lock, so that not even parallel callers have more tries.
"""

import hmac
from datetime import datetime

from asyncpg import Record

from adapters.postgres.commitments import Commitments
from adapters.postgres.session import Connection, Pool, transaction
from domain import ids
from domain.cases.citizen import PAUSE, TRIES, Proof, Proven
from domain.errors import DomainError, ErrorCode
from domain.ports import Clock
from domain.written import folded_crockford

_FORGOTTEN_AT_ONCE = 20
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 2))"
_STANDING = """
    SELECT case_id, code_hash, since, tries
    FROM (VALUES ($1)) AS wanted (receipt_hash)
    LEFT JOIN intake.cases USING (receipt_hash) LEFT JOIN intake.wrong_codes USING (receipt_hash)
"""
_WRONG = """
    INSERT INTO intake.wrong_codes AS standing (receipt_hash, since, tries) VALUES ($1, $2, 1)
    ON CONFLICT (receipt_hash) DO UPDATE SET
        since = CASE WHEN standing.since <= $3 THEN $2 ELSE standing.since END,
        tries = CASE WHEN standing.since <= $3 THEN 1 ELSE standing.tries + 1 END
"""
_RIGHT = "DELETE FROM intake.wrong_codes WHERE receipt_hash = $1"
_FORGET = """
    DELETE FROM intake.wrong_codes WHERE receipt_hash IN (
        SELECT receipt_hash FROM intake.wrong_codes WHERE since <= $1 ORDER BY since LIMIT $2 FOR UPDATE SKIP LOCKED
    )
"""


class PostgresCitizenKeys:
    """Who comes with a key. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, commitments: Commitments, *, clock: Clock) -> None:
        self._pool = pool
        self._commitments = commitments
        self._clock = clock

    async def prove(self, receipt_number: str, code: str) -> Proven:
        """Return the case that both numbers, as somebody wrote them, open.

        Raises DomainError CODE_REFUSED (no such number, or not its code), or TOO_MANY_TRIES after five wrong codes for
        a number, until an hour after the first of them.
        """
        number = ids.normalise_receipt_number(receipt_number) or folded_crockford(receipt_number)
        shown = ids.normalise_confirmation_code(code) or folded_crockford(code)
        receipt_hash, code_hash = self._commitments.of_receipt_number(number), self._commitments.of_code(number, shown)
        async with transaction(self._pool) as session:
            case_id = await self._opened(session, receipt_hash, code_hash)
        if case_id is None:  # told outside the transaction: the wrong code stays counted
            raise DomainError(ErrorCode.CODE_REFUSED)
        return Proven(case_id=case_id, proof=Proof.CODE)

    async def _opened(self, session: Connection, receipt_hash: str, code_hash: str) -> str | None:
        now = self._clock()
        await session.execute(_LOCK, receipt_hash)
        row = await session.fetchrow(_STANDING, receipt_hash)
        if row is None:
            raise AssertionError("a query over one value gives a row")
        _require_patience(row, now)
        if _is_right(row, code_hash):
            if row["tries"]:
                await session.execute(_RIGHT, receipt_hash)
            return str(row["case_id"])
        await session.execute(_WRONG, receipt_hash, now, now - PAUSE)
        await session.execute(_FORGET, now - PAUSE, _FORGOTTEN_AT_ONCE)
        return None


def _require_patience(row: Record, now: datetime) -> None:
    """Raise DomainError(TOO_MANY_TRIES) while a number's tries are used up, whatever code comes."""
    if row["tries"] is None or row["tries"] < TRIES:
        return
    wait = (row["since"] + PAUSE - now).total_seconds()
    if wait > 0:
        raise DomainError(ErrorCode.TOO_MANY_TRIES, wait_seconds=int(wait) + 1)


def _is_right(row: Record, code_hash: str) -> bool:
    """Compare in constant time, where there is nothing to compare with too."""
    same = hmac.compare_digest(row["code_hash"] or "0" * len(code_hash), code_hash)
    return same and row["case_id"] is not None

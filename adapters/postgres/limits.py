"""How often something may be done from a network, or for an address, within an hour: exact, whoever does it in parallel.

Counted by pseudonyms in `drafts.sendings`, a table named for the codes that were the first to be counted in it; erased with these.
"""

from collections.abc import Mapping
from datetime import datetime

from adapters.postgres.session import Connection
from domain.cases.drafting import COUNTED
from domain.errors import DomainError, ErrorCode

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended($1, 4))"
# The oldest of the `most` newest: when it counts no more, another may go.
_FULL_SINCE = """
    SELECT sent_at FROM drafts.sendings WHERE counted = $1 AND sent_at > $2 ORDER BY sent_at DESC OFFSET $3 LIMIT 1
"""
_COUNT = "INSERT INTO drafts.sendings (counted, sent_at) VALUES ($1, $2)"


async def count_within(session: Connection, limits: Mapping[str, int], now: datetime, full: ErrorCode) -> None:
    """Count once for each pseudonym, at most so often in an hour, until the transaction ends under its lock.

    Raises DomainError `full` (wait_seconds: the longest wait) when one has no place left; then nothing is counted.
    """
    for counted in sorted(limits):  # always in one order: nobody waits for who waits for them
        await session.execute(_ONE_AT_A_TIME, counted)
    since = [
        at
        for counted, most in limits.items()
        if (at := await session.fetchval(_FULL_SINCE, counted, now - COUNTED, most - 1)) is not None
    ]
    if since:
        raise DomainError(full, wait_seconds=int((max(since) + COUNTED - now).total_seconds()) + 1)
    for counted in limits:
        await session.execute(_COUNT, counted, now)

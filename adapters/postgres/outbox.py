"""The outbox: notices written with their event, claimed for a while, sent, or tried again later and later.

A claim is a lease: a sender that dies leaves its notices due again when the lease has run out. A notice may therefore
be sent twice, under the same Message-ID.
"""

from collections.abc import Sequence
from datetime import timedelta

from adapters.postgres.session import Pool, connection
from domain.cases.notices import Channel, DueNotice, UnsentNotice
from domain.ports import Clock

_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=1)
_LATE = timedelta(days=1)
# A case whose row is being made anew is written to when it is there again. Materialized: looked at once, or it would
# give others each time.
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT case_id, notice, occasion, channel, state
        FROM outbox.notices AS waiting JOIN reading.cases USING (case_id)
        WHERE channel = $4 AND sent_at IS NULL AND given_up_at IS NULL AND waiting.due_at <= $1
        ORDER BY waiting.due_at, created_at LIMIT $3
        FOR UPDATE OF waiting SKIP LOCKED
    )
    UPDATE outbox.notices SET attempts = notices.attempts + 1, due_at = $2 FROM due
    WHERE (notices.case_id, notices.notice, notices.occasion, notices.channel)
        = (due.case_id, due.notice, due.occasion, due.channel)
    RETURNING due.*, attempts AS attempt
"""
_SENT = """
    UPDATE outbox.notices SET sent_at = $5, last_error = NULL
    WHERE case_id = $1 AND notice = $2 AND occasion = $3 AND channel = $4 AND sent_at IS NULL
"""
_LATER = """
    UPDATE outbox.notices SET due_at = $6, last_error = $7
    WHERE case_id = $1 AND notice = $2 AND occasion = $3 AND channel = $4 AND attempts = $5 AND sent_at IS NULL
"""
_GIVE_UP = """
    UPDATE outbox.notices SET given_up_at = $5, last_error = $6
    WHERE case_id = $1 AND notice = $2 AND occasion = $3 AND channel = $4 AND sent_at IS NULL
"""
_UNSENT = """
    SELECT case_id, notice, occasion, channel, attempts, created_at, due_at, given_up_at, last_error AS error
    FROM outbox.notices WHERE sent_at IS NULL AND settled_at IS NULL AND (given_up_at IS NOT NULL OR NOT $2)
    ORDER BY created_at, case_id, occasion, channel LIMIT $1
"""
_UNREACHED = """
    SELECT EXISTS (
        SELECT FROM outbox.notices WHERE case_id = $1 AND sent_at IS NULL AND settled_at IS NULL
        AND (given_up_at IS NOT NULL OR created_at < $2)
    )
"""
_AGAIN = """
    UPDATE outbox.notices SET given_up_at = NULL, attempts = 0, due_at = $2
    WHERE case_id = $1 AND given_up_at IS NOT NULL AND sent_at IS NULL AND settled_at IS NULL RETURNING occasion
"""
_SETTLE = """
    UPDATE outbox.notices SET settled_at = $2
    WHERE case_id = $1 AND given_up_at IS NOT NULL AND sent_at IS NULL AND settled_at IS NULL RETURNING occasion
"""


class PostgresOutbox:
    """Notices to be sent. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, *, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def claim(self, channel: Channel, limit: int, lease: timedelta) -> Sequence[DueNotice]:
        """Take up to `limit` notices of a channel that are due, for this sender alone until `lease` has passed."""
        now = self._clock()
        async with connection(self._pool) as session:
            rows = await session.fetch(_CLAIM, now, now + lease, limit, channel)
        claimed = [DueNotice.model_validate(dict(row)) for row in rows]
        return sorted(claimed, key=lambda due: (due.case_id, due.occasion))

    async def sent(self, notice: DueNotice) -> None:
        """Note that a claimed notice went out."""
        async with connection(self._pool) as session:
            await session.execute(_SENT, *_key(notice), self._clock())

    async def later(self, notice: DueNotice, error: str) -> None:
        """Try a claimed notice again: 15 s after the first failure, then twice as long each time, at most an hour.

        `error` is a code; no text of the mail server, which may quote an address.
        """
        wait = min(_FIRST_WAIT * 2 ** min(notice.attempt - 1, 20), _LONGEST_WAIT)
        async with connection(self._pool) as session:
            await session.execute(_LATER, *_key(notice), notice.attempt, self._clock() + wait, error)

    async def give_up(self, notice: DueNotice, error: str) -> None:
        """Stop trying a notice that was refused for good; it stays in `unsent` until somebody has seen to it."""
        async with connection(self._pool) as session:
            await session.execute(_GIVE_UP, *_key(notice), self._clock(), error)

    async def unsent(self, limit: int, *, given_up: bool = False) -> Sequence[UnsentNotice]:
        """Return notices not sent yet, oldest first; with `given_up` only those that are tried no more."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_UNSENT, limit, given_up)
        return tuple(UnsentNotice.model_validate(dict(row)) for row in rows)

    async def unreached(self, case_id: str) -> bool:
        """Say whether a notice of a case was given up and not settled, or has waited for a day to go out."""
        async with connection(self._pool) as session:
            return bool(await session.fetchval(_UNREACHED, case_id, self._clock() - _LATE))

    async def again(self, case_id: str) -> int:
        """Try a case's given-up notices again, from now on, and return how many."""
        async with connection(self._pool) as session:
            return len(await session.fetch(_AGAIN, case_id, self._clock()))

    async def settle(self, case_id: str) -> int:
        """Note that the citizen was told otherwise: a case's given-up notices leave the list. Return how many."""
        async with connection(self._pool) as session:
            return len(await session.fetch(_SETTLE, case_id, self._clock()))


def _key(notice: DueNotice) -> tuple[str, str, int, str]:
    return notice.case_id, notice.notice, notice.occasion, notice.channel.value

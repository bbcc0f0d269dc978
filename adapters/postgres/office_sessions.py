"""Who has signed in at the office, and who is on the way (domain.office.ports), in Postgres."""

from datetime import timedelta

import asyncpg

from adapters.postgres.session import Pool, connection, transaction
from domain.office.sign_in import IDLE, LONGEST, ON_THE_WAY, SignedIn, SignInTrip, StaffSession
from domain.ports import Clock

_ERASED_AT_ONCE = 1000
# Pages that are looked at again and again write once a minute at most.
_SPARED = timedelta(minutes=1)
_ERASE_ENDED = """
    DELETE FROM office.sessions WHERE key IN (
        SELECT key FROM office.sessions WHERE least(idle_until, ends_at) <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED
    )
"""
_BEGIN = """
    INSERT INTO office.sessions (key, officer, issuer, subject, provider_session, auth_time, strong, idle_until, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (key) DO UPDATE SET officer = EXCLUDED.officer, issuer = EXCLUDED.issuer, subject = EXCLUDED.subject,
        provider_session = EXCLUDED.provider_session, auth_time = EXCLUDED.auth_time, strong = EXCLUDED.strong,
        idle_until = EXCLUDED.idle_until, ends_at = EXCLUDED.ends_at
"""
_FIND = """
    WITH extended AS (
        UPDATE office.sessions SET idle_until = $3 WHERE key = $1 AND least(idle_until, ends_at) > $2 AND idle_until <= $4
    )
    SELECT * FROM office.sessions WHERE key = $1 AND least(idle_until, ends_at) > $2
"""
_END = "DELETE FROM office.sessions WHERE key = $1"
_END_OF = """
    DELETE FROM office.sessions WHERE issuer = $1 AND ($2::text IS NULL OR subject = $2)
    AND ($3::text IS NULL OR provider_session = $3) RETURNING key
"""
_ERASE_LATE = """
    DELETE FROM office.sign_ins WHERE (visit, state) IN (
        SELECT visit, state FROM office.sign_ins WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED
    )
"""
_KEEP = "INSERT INTO office.sign_ins (visit, state, trip, expires_at) VALUES ($1, $2, $3::jsonb, $4)"
_TAKE = "DELETE FROM office.sign_ins WHERE visit = $1 AND state = $2 RETURNING trip::text AS trip, expires_at"


class PostgresStaffSessions:
    """The table `office.sessions`. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, *, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def begin(self, key: str, signed_in: SignedIn, officer: str) -> StaffSession:
        """Begin a session; one under the same key is over. Sessions that have ended are erased on the way."""
        now = self._clock()
        session = StaffSession(officer=officer, signed_in=signed_in, idle_until=now + IDLE, ends_at=now + LONGEST)
        said = (signed_in.issuer, signed_in.subject, signed_in.provider_session, signed_in.auth_time, signed_in.strong)
        async with transaction(self._pool) as database:
            await database.execute(_ERASE_ENDED, now, _ERASED_AT_ONCE)
            await database.execute(_BEGIN, key, officer, *said, session.idle_until, session.ends_at)
        return session

    async def find(self, key: str) -> StaffSession | None:
        """Return a session that is not over, and keep it from idling out; None for any other."""
        now = self._clock()
        until = now + IDLE
        async with connection(self._pool) as database:
            row = await database.fetchrow(_FIND, key, now, until, until - _SPARED)
        return None if row is None else _session(row)

    async def end(self, key: str) -> None:
        """End a session; nothing when it is over."""
        async with connection(self._pool) as database:
            await database.execute(_END, key)

    async def end_of(self, issuer: str, *, subject: str | None = None, provider_session: str | None = None) -> int:
        """End the sessions of somebody, or of one session at the provider, and return how many. Of neither: none."""
        if subject is None and provider_session is None:
            return 0
        async with connection(self._pool) as database:
            return len(await database.fetch(_END_OF, issuer, subject, provider_session))


class PostgresSignInTrips:
    """The table `office.sign_ins`. `clock` gives aware UTC. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, *, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def keep(self, visit: str, trip: SignInTrip) -> None:
        """Keep a trip, for ON_THE_WAY. Those that took longer are erased on the way."""
        now = self._clock()
        async with transaction(self._pool) as database:
            await database.execute(_ERASE_LATE, now, _ERASED_AT_ONCE)
            await database.execute(_KEEP, visit, trip.state, trip.model_dump_json(), now + ON_THE_WAY)

    async def take(self, visit: str, state: str) -> SignInTrip | None:
        """Return a trip of this browser, once; None for any other, and when it took too long."""
        async with connection(self._pool) as database:
            row = await database.fetchrow(_TAKE, visit, state)
        if row is None or row["expires_at"] <= self._clock():
            return None
        return SignInTrip.model_validate_json(row["trip"])


def _session(row: asyncpg.Record) -> StaffSession:
    said = SignedIn(
        issuer=row["issuer"],
        subject=row["subject"],
        auth_time=row["auth_time"],
        strong=row["strong"],
        provider_session=row["provider_session"],
    )
    return StaffSession(officer=row["officer"], signed_in=said, idle_until=row["idle_until"], ends_at=row["ends_at"])

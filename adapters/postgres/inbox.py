"""The inbox: what machines outside told us, kept once before anything is made of it (ADR 18).

The web process writes, the worker's upkeep reads. The limits stand here, for several processes share them.
"""

from collections.abc import Sequence
from datetime import timedelta

from adapters.postgres.session import Pool, connection
from domain.inbox import ToldCharge, ToldScan

_MOST_SCANS = 20  # of one letter
_KEPT = timedelta(days=30)
_LEASE = timedelta(seconds=45)
# Looks at one charge: at most one a second, 120 in a row, then one in ten seconds.
_PAUSE = timedelta(seconds=1)
_COST = timedelta(seconds=10)
_CREDIT = timedelta(seconds=120 * 10)
# After a notice a charge that is still shown unpaid is looked at again: what is shown may lag.
_AGAIN = (timedelta(seconds=2), timedelta(seconds=8), timedelta(seconds=30))
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(hours=1)
_HEAR_SCAN = """
    INSERT INTO inbox.scans (event_id, tracking_number, case_id)
    SELECT $1, $2, $3 WHERE (SELECT count(*) FROM inbox.scans WHERE tracking_number = $2) < $4
    ON CONFLICT DO NOTHING RETURNING event_id
"""
_CLAIM_SCANS = """
    UPDATE inbox.scans SET due_at = now() + $2::interval WHERE event_id IN (
        SELECT event_id FROM inbox.scans WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ) RETURNING event_id, case_id
"""
_SCAN_DONE = "UPDATE inbox.scans SET due_at = NULL WHERE event_id = $1"
_SCAN_LATER = "UPDATE inbox.scans SET due_at = now() + $2::interval WHERE event_id = $1"
_SWEEP = "DELETE FROM inbox.scans WHERE heard_at < now() - $1::interval AND due_at IS NULL"
# Only charges we made, or are making, are kept: their intent stands in the journal before the provider knows them.
_HEAR_CHARGE = """
    INSERT INTO inbox.charges AS known (charge_id, told_at, due_at)
    SELECT key, now(), now() FROM effects.journal WHERE key = $1 AND kind = 'charge'
    ON CONFLICT (charge_id) DO UPDATE SET told_at = now(), looks = 0, due_at = least(
        coalesce(known.due_at, 'infinity'), greatest(now(), known.looked_at + $2::interval, known.free_at - $3::interval)
    ) WHERE NOT known.captured
    RETURNING charge_id
"""
_CLAIM_CHARGES = """
    UPDATE inbox.charges AS due SET
        due_at = now() + $2::interval, looked_at = now(), looks = looks + 1, free_at = greatest(free_at, now()) + $3::interval
    FROM (
        SELECT charge_id, told_at FROM inbox.charges WHERE due_at <= now()
        ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ) AS found
    WHERE due.charge_id = found.charge_id RETURNING due.charge_id, due.looks, found.told_at
"""
_SETTLE = "UPDATE inbox.charges SET captured = true, due_at = NULL WHERE charge_id = $1"
_CAPTURED = "UPDATE inbox.charges SET captured = true, due_at = now() + $2::interval WHERE charge_id = $1"
# Somebody may have said something while we looked: then there is another look.
_LOOKED = """
    UPDATE inbox.charges SET due_at = CASE
        WHEN told_at > $2::timestamptz THEN greatest(now(), looked_at + $4::interval, free_at - $5::interval)
        WHEN $3::interval IS NULL THEN NULL
        ELSE greatest(now() + $3::interval, free_at - $5::interval) END
    WHERE charge_id = $1
"""


class PostgresInbox:
    """What was told. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def scan_told(self, event_id: str, tracking_number: str, case_id: str) -> bool:
        """Keep a scan to be passed on; False when it is known, or too many were told of the letter."""
        async with connection(self._pool) as session:
            kept = await session.fetchval(_HEAR_SCAN, event_id, tracking_number, case_id, _MOST_SCANS)
        return kept is not None

    async def scans(self, limit: int) -> Sequence[ToldScan]:
        """Take scans to pass on, for this process alone for a while."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_CLAIM_SCANS, limit, _LEASE)
        return tuple(ToldScan(**row) for row in rows)

    async def scan_passed_on(self, event_id: str) -> None:
        """Note that a scan reached its case, or that no such case is under way."""
        async with connection(self._pool) as session:
            await session.execute(_SCAN_DONE, event_id)

    async def scan_later(self, event_id: str) -> None:
        """Pass a scan on in a moment."""
        async with connection(self._pool) as session:
            await session.execute(_SCAN_LATER, event_id, _FIRST_WAIT)

    async def sweep(self) -> None:
        """Remove scans heard so long ago that whoever repeats them is refused for their age."""
        async with connection(self._pool) as session:
            await session.execute(_SWEEP, _KEPT)

    async def charge_told(self, charge_id: str) -> bool:
        """Have a charge of ours looked at; False when it is not ours, or is captured: then there is nothing to say."""
        async with connection(self._pool) as session:
            return await session.fetchval(_HEAR_CHARGE, charge_id, _PAUSE, _CREDIT) is not None

    async def charges(self, limit: int) -> Sequence[ToldCharge]:
        """Take charges to look at, for this process alone for a while."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_CLAIM_CHARGES, limit, _LEASE, _COST)
        return tuple(ToldCharge(**row) for row in rows)

    async def settled(self, charge_id: str) -> None:
        """Note that the ledger knows a charge's capture: nothing more is to be found out."""
        async with connection(self._pool) as session:
            await session.execute(_SETTLE, charge_id)

    async def unpaid(self, charge: ToldCharge) -> None:
        """Note that a charge was shown unpaid: it is looked at again a few times, then when somebody says so."""
        wait = _AGAIN[charge.looks - 1] if charge.looks <= len(_AGAIN) else None
        await self._looked(charge, wait)

    async def unanswered(self, charge: ToldCharge) -> None:
        """Look at a charge again, later and later: the provider, or the engine, did not answer."""
        await self._looked(charge, _later(charge))

    async def captured(self, charge: ToldCharge) -> None:
        """Note that a charge is captured and was passed on; look, later and later, until the ledger knows it."""
        async with connection(self._pool) as session:
            await session.execute(_CAPTURED, charge.charge_id, _later(charge))

    async def _looked(self, charge: ToldCharge, wait: timedelta | None) -> None:
        async with connection(self._pool) as session:
            await session.execute(_LOOKED, charge.charge_id, charge.told_at, wait, _PAUSE, _CREDIT)


def _later(charge: ToldCharge) -> timedelta:
    return min(_FIRST_WAIT * float(2 ** min(charge.looks - 1, 20)), _LONGEST_WAIT)

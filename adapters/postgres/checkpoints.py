"""Signed checkpoints as the database keeps them, and what a proof of one entry under them is made of."""

from collections.abc import Sequence
from typing import NamedTuple

from adapters.postgres.session import Pool, connection

_KEEP = """
    INSERT INTO ledger.checkpoints (size, root, peaks, note) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING
"""
_NOTE = "SELECT note FROM ledger.checkpoints WHERE size = $1"
_FIRST = "SELECT position, entry FROM ledger.entries WHERE case_id = $1 AND place = 1"
_COVERS = "SELECT size, root FROM ledger.checkpoints WHERE size > $1 ORDER BY size LIMIT 1"
_BEFORE = "SELECT size, peaks FROM ledger.checkpoints WHERE size <= $1 ORDER BY size DESC LIMIT 1"
_LEAVES = "SELECT leaf FROM ledger.entries WHERE position >= $1 AND position < $2 ORDER BY position"


class CoveredEntry(NamedTuple):
    """An entry, the first checkpoint that covers it, and the tree between this and the checkpoint before.

    `peaks` is the frontier at `before`, `leaves` are the hashes of the entries from there to `size`.
    """

    position: int
    entry: bytes
    size: int
    root: bytes
    before: int
    peaks: Sequence[bytes]
    leaves: Sequence[bytes]


class PostgresCheckpoints:
    """A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(self, size: int, root: bytes, peaks: Sequence[bytes], note: str) -> None:
        """Keep a signed checkpoint; the one that stands at a size stays."""
        async with connection(self._pool) as session:
            await session.execute(_KEEP, size, root, list(peaks), note)

    async def note(self, size: int) -> str | None:
        """Return the signed checkpoint of a size; None: none was signed at it."""
        async with connection(self._pool) as session:
            found: str | None = await session.fetchval(_NOTE, size)
        return found

    async def first_entry(self, case_id: str) -> CoveredEntry | None:
        """Return a case's first entry with what proves it; None while no checkpoint covers it."""
        async with connection(self._pool) as session, session.transaction(isolation="repeatable_read", readonly=True):
            own = await session.fetchrow(_FIRST, case_id)
            covers = own and await session.fetchrow(_COVERS, own["position"])
            if not own or not covers:
                return None
            before = await session.fetchrow(_BEFORE, own["position"])
            known, peaks = (before["size"], before["peaks"]) if before else (0, ())
            rows = await session.fetch(_LEAVES, known, covers["size"])
        leaves = [row["leaf"] for row in rows]
        return CoveredEntry(own["position"], own["entry"], covers["size"], covers["root"], known, tuple(peaks), leaves)

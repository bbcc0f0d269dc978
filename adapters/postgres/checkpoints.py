"""Signed checkpoints as the database keeps them, and what a proof of one entry under them is made of."""

from collections.abc import Sequence
from typing import NamedTuple

from asyncpg import Record

from adapters.postgres.session import Connection, Pool, connection

_KEEP = """
    INSERT INTO ledger.checkpoints (size, root, peaks, note) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING
"""
_NOTE = "SELECT note FROM ledger.checkpoints WHERE size = $1"
_OWN = "SELECT position, place, entry FROM ledger.entries WHERE case_id = $1 AND place <= $2 ORDER BY place"
_NOTES = "SELECT size, note FROM ledger.checkpoints WHERE size < $1 ORDER BY size DESC LIMIT $2"
_ENDLESS = 2**31 - 1
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

    async def notes(self, limit: int, below: int | None = None) -> Sequence[str]:
        """Return the newest signed checkpoints, those of a smaller size than `below` if given."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_NOTES, _ENDLESS if below is None else below, limit)
        return tuple(row["note"] for row in rows)

    async def first_entry(self, case_id: str) -> CoveredEntry | None:
        """Return a case's first entry with what proves it; None while no checkpoint covers it."""
        covered, _ = await self.entries(case_id, upto=1)
        return covered[0] if covered else None

    async def entries(
        self, case_id: str, *, upto: int = _ENDLESS
    ) -> tuple[Sequence[CoveredEntry], Sequence[tuple[int, bytes]]]:
        """Return a case's entries up to a place: those that a checkpoint covers with what proves them, and the others.

        The others are given by position and bytes. Of each entry the first checkpoint that covers it is meant.
        """
        async with connection(self._pool) as session, session.transaction(isolation="repeatable_read", readonly=True):
            own = await session.fetch(_OWN, case_id, upto)
            trees = await _covering(session, own)
        covered = [
            CoveredEntry(row["position"], row["entry"], *tree)
            for row, tree in zip(own, trees, strict=True)
            if tree is not None
        ]
        others = [(row["position"], row["entry"]) for row, tree in zip(own, trees, strict=True) if tree is None]
        return tuple(covered), tuple(others)


class _Covering(NamedTuple):
    size: int
    root: bytes
    before: int
    peaks: Sequence[bytes]
    leaves: Sequence[bytes]


async def _covering(session: Connection, own: Sequence[Record]) -> list[_Covering | None]:
    """Return the tree that proves each entry; several under one checkpoint share it."""
    trees, current = list[_Covering | None](), None
    for row in own:
        if current is None or row["position"] >= current.size:
            current = await _tree(session, row["position"])
        trees.append(current)
    return trees


async def _tree(session: Connection, position: int) -> _Covering | None:
    covers = await session.fetchrow(_COVERS, position)
    if covers is None:
        return None
    before = await session.fetchrow(_BEFORE, position)
    known, peaks = (before["size"], before["peaks"]) if before else (0, ())
    rows = await session.fetch(_LEAVES, known, covers["size"])
    return _Covering(covers["size"], covers["root"], known, tuple(peaks), [row["leaf"] for row in rows])

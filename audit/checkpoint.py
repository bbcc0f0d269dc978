"""Checkpoints of the ledger (C2SP tlog-checkpoint): its size and root, signed, as files outside the database.

Whoever holds a checkpoint can show later that the ledger was rewritten, even by the database's superuser. What was
recorded since the newest one is not covered: the interval between checkpoints is the exposure. Copies belong where the
operator of the database cannot reach them.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from adapters.postgres.checkpoints import PostgresCheckpoints
from adapters.postgres.ledger import StoredTree, ledger_snapshot
from adapters.postgres.session import Pool
from audit.merkle import root_of_peaks
from audit.notes import NoteError, NoteFault, Signer, Verifier, open_note
from hosting.private_files import write_once

_ROOT_BYTES = 32
_LINES = 4


class LedgerRolledBack(Exception):  # noqa: N818 - reads as what happened
    """The ledger is shorter or other than a checkpoint already signed: it must not be signed over."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__(f"the ledger contradicts {checkpoint.name}: run `madoguchi audit verify`")


class Checkpoint(BaseModel):
    """Size and root of the ledger at an instant of the database's clock. `origin` names the ledger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: str
    size: int = Field(ge=0)
    root: bytes = Field(min_length=_ROOT_BYTES, max_length=_ROOT_BYTES)
    at: AwareDatetime

    @property
    def text(self) -> str:
        """The text that is signed; the fourth line is an extension: when the ledger was read."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\nat {self.at.isoformat()}\n"


def file_name(size: int) -> str:
    """Return the name of the file of the checkpoint at this size."""
    return f"checkpoint-{size}.txt"


def read_checkpoint(path: Path, verifiers: Sequence[Verifier]) -> Checkpoint:
    """Read a checkpoint with only public keys. Raises NoteError, OSError."""
    try:
        note = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise NoteError(NoteFault.MALFORMED) from None
    return parse_checkpoint(note, verifiers)


def parse_checkpoint(note: str, verifiers: Sequence[Verifier]) -> Checkpoint:
    """Return the checkpoint that a signed note holds. Raises NoteError."""
    return _parsed(open_note(note, verifiers))


def _parsed(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < _LINES + 1 or lines[-1] or not lines[3].startswith("at "):
        raise NoteError(NoteFault.MALFORMED)
    try:
        root = base64.b64decode(lines[2], validate=True)
        moment = datetime.fromisoformat(lines[3].removeprefix("at "))
        return Checkpoint(origin=lines[0], size=int(lines[1]), root=root, at=moment)
    except (binascii.Error, ValidationError, ValueError):
        raise NoteError(NoteFault.MALFORMED) from None


async def publish(pool: Pool, signer: Signer, folder: Path) -> Path:
    """Sign the ledger as it stands and return the file; the same ledger gives the same file. The database keeps a copy.

    Costs O(log n): the stored frontier is signed, and `verify` compares it with the entries. Raises LedgerRolledBack,
    NoteError (the newest file in the folder is not ours), OSError, PortUnavailable, PortRejected.
    """
    async with ledger_snapshot(pool) as snapshot:
        tree = await snapshot.tree()
    newest = _newest(folder)
    if tree is None:
        raise LedgerRolledBack(newest or folder)
    root = root_of_peaks(tree.peaks)
    if newest is not None:
        before = read_checkpoint(newest, [signer.verifier])
        if before.size == tree.size and before.root == root:
            await _keep(pool, newest, tree)
            return newest
        if before.size >= tree.size:
            raise LedgerRolledBack(newest)
    checkpoint = Checkpoint(origin=signer.verifier.name, size=tree.size, root=root, at=tree.read_at)
    try:
        path = _write_new(folder / file_name(tree.size), signer.sign(checkpoint.text))
    except FileExistsError:  # another process signed at this moment: its file is the newest now
        return await publish(pool, signer, folder)
    await _keep(pool, path, tree)
    return path


async def _keep(pool: Pool, path: Path, tree: StoredTree) -> None:
    """Keep a copy of the file in the database, for receipts and whoever asks for it; again when it is there already."""
    await PostgresCheckpoints(pool).keep(tree.size, root_of_peaks(tree.peaks), tree.peaks, _note_in(path))


def _note_in(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _newest(folder: Path) -> Path | None:
    sizes = [(int(digits), path) for path in folder.glob("checkpoint-*.txt") if (digits := path.stem[11:]).isdigit()]
    return max(sizes)[1] if sizes else None


def _write_new(path: Path, note: str) -> Path:
    """Write the file whole or not at all, never over another. Raises FileExistsError."""
    write_once(path, note)
    return path

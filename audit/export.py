"""One case as a folder that anybody can verify offline with the ledger's public key. No personal data is in it.

Files: README.md (how to verify), events.json (the case's ledger entries, each with its RFC 6962 inclusion proof),
checkpoint-<size>.txt (signed size and root of the ledger), story.json (the case in words), histories/*.json (the
engine's histories, ciphertext), histories.json (what they are), ledger-key.txt (the public key; compare it with the one
you hold) and manifest.txt (SHA-256 of every file, signed).
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from adapters.postgres.entries import event_in
from adapters.postgres.ledger import StoredEntry, ledger_snapshot
from adapters.postgres.session import Pool
from audit.checkpoint import Checkpoint, publish, read_checkpoint
from audit.explain import explain
from audit.export_readme import README
from audit.merkle import inclusion_proof, leaf_hash
from audit.notes import Signer
from audit.sources import Filed, FoundHistory
from audit.words.shape import ProcedureWords
from domain.errors import DomainError, ErrorCode
from hosting.private_files import private_folder, write_private

MANIFEST, EVENTS, STORY, KEY, HISTORIES = (
    "manifest.txt",
    "events.json",
    "story.json",
    "ledger-key.txt",
    "histories.json",
)
MANIFEST_TITLE = "madoguchi-export/1"
_CONFIG = ConfigDict(frozen=True, extra="forbid")


class FolderTakenError(Exception):
    """The folder to export to exists: nothing is ever written over."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} exists already")


class ExportedEntry(BaseModel):
    """One entry: its position in the ledger (from 0), its text, and the audit path from its leaf to the root (hex)."""

    model_config = _CONFIG

    position: int
    place: int
    entry: str
    proof: tuple[str, ...]


class ExportedEvents(BaseModel):
    """A case's entries under the checkpoint of this size and root (hex)."""

    model_config = _CONFIG

    case_id: str
    size: int
    root: str
    entries: tuple[ExportedEntry, ...]


class Exported(BaseModel):
    """What was written."""

    model_config = _CONFIG

    case_id: str
    events: int
    histories: int
    size: int
    root: str


class Exporter:
    """Writes cases out of a ledger; `checkpoints` is the folder of its signed sizes and roots."""

    def __init__(self, pool: Pool, signer: Signer, checkpoints: Path) -> None:
        self._pool = pool
        self._signer = signer
        self._checkpoints = checkpoints

    async def export(
        self, words: ProcedureWords[Any, Any], case_id: str, found: Sequence[FoundHistory], out: Path
    ) -> Exported:
        """Write the folder, whole or not at all, under a checkpoint signed now (or standing, if nothing came since).

        Raises FolderTakenError, DomainError(REQUEST_UNKNOWN) for a case without events, LedgerRolledBack, NoteError,
        OSError, PortUnavailable. Reads the whole ledger once: a proof needs every leaf.
        """
        _refuse_taken(out)
        path = await publish(self._pool, self._signer, self._checkpoints)
        checkpoint = read_checkpoint(path, [self._signer.verifier])
        events = await _proved(self._pool, case_id, checkpoint)
        story = explain(words, case_id, [event_in(each.entry.encode(), words.procedure) for each in events.entries])

        def write(folder: Path) -> int:
            write_private(folder / EVENTS, events.model_dump_json(indent=1))
            write_private(folder / STORY, story.model_dump_json(indent=1))
            write_private(folder / path.name, path.read_bytes())
            return self._write(folder, case_id, found)

        kept = _write_whole(out, write)
        return Exported(case_id=case_id, events=len(events.entries), histories=kept, size=events.size, root=events.root)

    def _write(self, folder: Path, case_id: str, found: Sequence[FoundHistory]) -> int:
        write_private(folder / "README.md", README)
        write_private(folder / KEY, f"{self._signer.verifier}\n")
        kept = [entry for each in found if (entry := _history(folder, each)) is not None]
        write_private(folder / HISTORIES, json.dumps(kept, indent=1))
        write_private(folder / MANIFEST, self._signer.sign(manifest_text(case_id, hashes(folder))))
        return len(kept)


def _refuse_taken(out: Path) -> None:
    if out.exists():
        raise FolderTakenError(out)


def _write_whole(out: Path, write: Callable[[Path], int]) -> int:
    """Fill a folder beside the wanted one and rename it when it is complete."""
    private_folder(out.parent)
    work = Path(tempfile.mkdtemp(dir=out.parent, prefix=".export-"))
    try:
        kept = write(work)
        work.rename(out)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return kept


async def _proved(pool: Pool, case_id: str, checkpoint: Checkpoint) -> ExportedEvents:
    leaves: list[bytes] = []
    own: list[StoredEntry] = []
    async with ledger_snapshot(pool) as snapshot:
        async for stored in snapshot.by_position():
            if len(leaves) < checkpoint.size:
                leaves.append(leaf_hash(stored.entry))
                own += [stored] if stored.case_id == case_id else []
    if not own:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    entries = (
        ExportedEntry(
            position=stored.position,
            place=stored.place,
            entry=stored.entry.decode(),
            proof=tuple(step.hex() for step in inclusion_proof(leaves, stored.position)),
        )
        for stored in own
    )
    return ExportedEvents(case_id=case_id, size=checkpoint.size, root=checkpoint.root.hex(), entries=tuple(entries))


def _history(folder: Path, found: FoundHistory) -> dict[str, str | None] | None:
    """Write one history as ciphertext; None when only an altered or missing file is left of it."""
    if found.history is None:
        return None
    content = found.history.to_json()
    path = folder / "histories" / f"{found.run_id}.json"
    private_folder(path.parent)
    write_private(path, content)
    return {
        "workflow_id": found.workflow_id,
        "run_id": found.run_id,
        "file": path.relative_to(folder).as_posix(),
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "source": found.source,
        "archived_sha256": found.archived.sha256 if found.archived and found.filed is Filed.INTACT else None,
    }


def hashes(folder: Path) -> dict[str, str]:
    """Return SHA-256 (hex) of every file but the manifest, by path inside the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def manifest_text(case_id: str, files: dict[str, str]) -> str:
    """Return the manifest that is signed: a title, then lines as sha256sum writes them."""
    return f"{MANIFEST_TITLE} {case_id}\n" + "".join(f"{digest}  {name}\n" for name, digest in files.items())

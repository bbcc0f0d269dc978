"""A case proved out of the running ledger: each of its events under the first signed checkpoint that covers it.

Cheap, unlike an export: of the ledger only what lies between two checkpoints is read. Somebody who holds the public key
verifies the proof offline (`madoguchi audit verify --proof FILE`).
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.postgres.checkpoints import CoveredEntry, PostgresCheckpoints
from adapters.postgres.entries import decode
from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.merkle import included, leaf_hash, proof_behind
from audit.notes import NoteError, Verifier
from domain.errors import DomainError, ErrorCode

_CONFIG = ConfigDict(frozen=True, extra="forbid")


class ProvedEntry(BaseModel):
    """One entry: its position in the ledger (from 0), its text, the checkpoint's size and the audit path (hex)."""

    model_config = _CONFIG

    position: int
    entry: str
    size: int = 0
    proof: tuple[str, ...] = ()


class CaseProof(BaseModel):
    """A case's entries in order; `checkpoints` are the signed notes by size. Size 0: no checkpoint covers an entry yet."""

    model_config = _CONFIG

    case_id: str
    entries: tuple[ProvedEntry, ...]
    checkpoints: Mapping[int, str]


class ProofFault(StrEnum):
    """What must not be."""

    NO_ENTRY = "no_entry"
    CHECKPOINT_UNSIGNED = "checkpoint_unsigned"  # missing, forged, or by another key
    ENTRY_NOT_INCLUDED = "entry_not_included"  # its path does not lead to the signed root
    ENTRY_MISPLACED = "entry_misplaced"  # another case's, not the next place, or unreadable


class LedgerProofs:
    """Makes proofs from the database. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, checkpoints: PostgresCheckpoints) -> None:
        self._checkpoints = checkpoints

    async def of(self, case_id: str) -> CaseProof:
        """Return the proof of a case. Raises DomainError(REQUEST_UNKNOWN) for one without entries."""
        covered, others = await self._checkpoints.entries(case_id)
        if not covered and not others:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        notes = {size: await self._checkpoints.note(size) or "" for size in {each.size for each in covered}}
        later = (ProvedEntry(position=position, entry=entry.decode()) for position, entry in others)
        return CaseProof(case_id=case_id, entries=(*(_proved(each) for each in covered), *later), checkpoints=notes)


def _proved(covered: CoveredEntry) -> ProvedEntry:
    """A ledger that lacks leaves gives no path: whoever checks finds the entry not included."""
    path: tuple[bytes, ...] = ()
    if len(covered.leaves) == covered.size - covered.before:
        path = proof_behind(covered.before, covered.peaks, covered.leaves, covered.position)
    return ProvedEntry(
        position=covered.position,
        entry=covered.entry.decode(),
        size=covered.size,
        proof=tuple(step.hex() for step in path),
    )


def check_proof(proof: CaseProof, verifier: Verifier) -> tuple[tuple[ProofFault, str], ...]:
    """Return what is wrong with a proof, each with where: nothing, and the ledger has the case as it was signed."""
    signed, faults = _signed(proof.checkpoints, verifier)
    for place, entry in enumerate(proof.entries, start=1):
        faults += [(fault, f"{place}") for fault in _entry_faults(proof.case_id, place, entry, signed)]
    return tuple(faults or ([] if proof.entries else [(ProofFault.NO_ENTRY, "")]))


def _signed(
    notes: Mapping[int, str], verifier: Verifier
) -> tuple[Mapping[int, Checkpoint], list[tuple[ProofFault, str]]]:
    signed, faults = dict[int, Checkpoint](), list[tuple[ProofFault, str]]()
    for size, note in sorted(notes.items()):
        try:
            checkpoint = parse_checkpoint(note, [verifier])
        except NoteError:
            checkpoint = None
        if checkpoint is None or checkpoint.size != size:
            faults.append((ProofFault.CHECKPOINT_UNSIGNED, f"{size}"))
        else:
            signed[size] = checkpoint
    return signed, faults


def _entry_faults(
    case_id: str, place: int, entry: ProvedEntry, signed: Mapping[int, Checkpoint]
) -> Iterator[ProofFault]:
    try:
        named = decode(entry.entry.encode())
        steps = [bytes.fromhex(step) for step in entry.proof]
    except (ValidationError, ValueError):
        yield ProofFault.ENTRY_MISPLACED
        return
    if (named.case_id, named.place) != (case_id, place):
        yield ProofFault.ENTRY_MISPLACED
    if entry.size == 0:
        return
    checkpoint = signed.get(entry.size)
    leaf = leaf_hash(entry.entry.encode())
    if checkpoint is None or not included(leaf, entry.position, entry.size, steps, checkpoint.root):
        yield ProofFault.ENTRY_NOT_INCLUDED


def covered_sizes(entries: Sequence[ProvedEntry]) -> tuple[int, ...]:
    """Return the sizes of the checkpoints under which entries stand, smallest first."""
    return tuple(sorted({each.size for each in entries} - {0}))

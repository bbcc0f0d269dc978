"""The checkpoints an auditor holds, read from files and compared among themselves."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from audit.checkpoint import Checkpoint, file_name, read_checkpoint
from audit.findings import Finding, FindingCode
from audit.notes import NoteError, NoteFault, Verifier

_FAULTS = {
    NoteFault.MALFORMED: FindingCode.CHECKPOINT_UNREADABLE,
    NoteFault.FOREIGN_KEY: FindingCode.CHECKPOINT_FOREIGN,
    NoteFault.FORGED: FindingCode.CHECKPOINT_FORGED,
}


def read_folders(
    folders: Sequence[Path], verifiers: Sequence[Verifier]
) -> tuple[tuple[Checkpoint, ...], list[Finding]]:
    """Return the checkpoints in all folders by size, and what is wrong with the files or between them."""
    checkpoints: list[Checkpoint] = []
    findings: list[Finding] = []
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        try:
            checkpoint = read_checkpoint(path, verifiers)
        except NoteError as error:
            findings.append(Finding(code=_FAULTS[error.fault], where=path.name))
            continue
        except OSError:
            findings.append(Finding(code=FindingCode.CHECKPOINT_UNREADABLE, where=path.name))
            continue
        if path.name != file_name(checkpoint.size):
            findings.append(Finding(code=FindingCode.CHECKPOINT_REPLAYED, where=path.name))
        checkpoints.append(checkpoint)
    checkpoints.sort(key=lambda checkpoint: (checkpoint.size, checkpoint.at))
    return tuple(checkpoints), findings + _compared(checkpoints)


def _compared(checkpoints: Sequence[Checkpoint]) -> list[Finding]:
    findings = []
    for before, after in pairwise(checkpoints):
        where = f"{file_name(before.size)}, {file_name(after.size)}"
        if before.origin != after.origin:
            findings.append(Finding(code=FindingCode.CHECKPOINT_FOREIGN, where=where))
        elif before.size == after.size and before.root != after.root:
            findings.append(Finding(code=FindingCode.CHECKPOINT_FORK, where=where))
        elif after.at < before.at:
            findings.append(Finding(code=FindingCode.CHECKPOINT_REPLAYED, where=where))
    return findings

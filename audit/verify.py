"""Verification of the ledger: against itself, against every checkpoint at hand, and the read tables against it.

Needs the database, public keys and the policies, and writes nothing. Not detectable: what was changed since the newest
checkpoint by somebody who rewrote entries, hashes, frontier and read tables alike.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.postgres.entries import ACCESS_STREAM, PEOPLE_STREAM, canonical, decode_change, decode_opening
from adapters.postgres.ledger import StagedEvents, StoredEntry, StoredTree, ledger_snapshot
from adapters.postgres.session import Pool
from audit.authority import HeldRoles
from audit.checkpoint import Checkpoint
from audit.findings import Finding, FindingCode
from audit.merkle import Frontier, leaf_hash
from audit.notes import Verifier
from audit.people import changes_in, unfounded
from audit.projection import check_projection
from audit.witnesses import read_folders
from domain.procedures import PROCEDURES, Procedures

# A workflow task takes seconds; only one that fails again and again, or is unknown to the engine, stays undecided.
_STAGED_SECONDS = 600.0


class Verification(BaseModel):
    """The result: size and root (hex) of the entries found, sizes of the checkpoints compared, all findings.

    `staged` events are on their way into the ledger, the oldest for `oldest_staged_seconds` (None: there are none).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    root: str
    checkpoints: tuple[int, ...]
    findings: tuple[Finding, ...]
    staged: int = 0
    oldest_staged_seconds: float | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


async def verify_ledger(
    pool: Pool,
    folders: Sequence[Path],
    verifiers: Sequence[Verifier],
    roles: HeldRoles | None = None,
    procedures: Procedures = PROCEDURES,
) -> Verification:
    """Verify everything with the checkpoints in these folders, and with `roles` who decided.

    Raises PortUnavailable, PortRejected.
    """
    checkpoints, findings = read_folders(folders, verifiers)
    async with ledger_snapshot(pool) as snapshot:
        if not await snapshot.guarded():
            findings.append(Finding(code=FindingCode.GUARD_OFF, where="ledger.entries"))
        walk = _Walk(checkpoints)
        async for stored in snapshot.by_position():
            walk.step(stored)
        findings += walk.finish(await snapshot.tree())
        if roles is not None:
            changes = await changes_in(snapshot)
            findings += unfounded(roles.book, changes)
            roles = roles.with_changes(changes)
        findings += await check_projection(snapshot, roles, procedures)
        staged = await snapshot.staged()
        findings += _too_long(staged)
    return Verification(
        size=walk.frontier.size,
        root=walk.frontier.root().hex(),
        checkpoints=tuple(checkpoint.size for checkpoint in checkpoints),
        findings=tuple(dict.fromkeys(findings)),
        staged=sum(each.events for each in staged),
        oldest_staged_seconds=staged[0].seconds if staged else None,
    )


def _too_long(staged: Sequence[StagedEvents]) -> list[Finding]:
    code = FindingCode.STAGED_TOO_LONG
    late = (each for each in staged if each.seconds > _STAGED_SECONDS)
    return [Finding(code=code, case_id=each.case_id, where=f"{each.events} staged") for each in late]


def _is_opening(stored: StoredEntry) -> bool:
    """Say whether an entry among the openings of a case is one of that case; events are read when they are folded."""
    try:
        return ACCESS_STREAM + decode_opening(stored.entry).opening.case_id == stored.case_id
    except ValidationError:
        return False


def _is_change(stored: StoredEntry) -> bool:
    """Say whether an entry among the changes of officers is one."""
    try:
        decode_change(stored.entry)
    except ValidationError:
        return False
    return True


_OF_STREAM = {ACCESS_STREAM: _is_opening, PEOPLE_STREAM: _is_change}


class _Walk:
    """One pass over the entries in the order of the ledger."""

    def __init__(self, checkpoints: Sequence[Checkpoint]) -> None:
        self.frontier = Frontier()
        self._waiting = list(checkpoints)
        self._findings: list[Finding] = []
        self._before: StoredEntry | None = None
        self._pass_checkpoints()

    def step(self, stored: StoredEntry) -> None:
        expected = 0 if self._before is None else self._before.position + 1
        if stored.position != expected:
            self._find(FindingCode.POSITION_GAP, stored)
        if leaf_hash(stored.entry) != stored.leaf:
            self._find(FindingCode.LEAF_DIFFERS, stored)
        if self._backward(stored):
            self._find(FindingCode.TIME_BACKWARD, stored)
        self._check_entry(stored)
        self._before = stored
        self.frontier.append(leaf_hash(stored.entry))
        self._pass_checkpoints()

    def _backward(self, stored: StoredEntry) -> bool:
        """Recording times never fall, and none is later than a checkpoint that covers it."""
        before = self._before is not None and stored.recorded_at < self._before.recorded_at
        beyond_next = bool(self._waiting) and stored.recorded_at > self._waiting[0].at
        return before or beyond_next

    def _check_entry(self, stored: StoredEntry) -> None:
        try:
            content = json.loads(stored.entry)
            named = (content["case_id"], content["place"])
        except (ValueError, KeyError, TypeError):
            self._find(FindingCode.ENTRY_UNREADABLE, stored)
            return
        if canonical(content) != stored.entry:
            self._find(FindingCode.ENTRY_UNREADABLE, stored)
        if named != (stored.case_id, stored.place):
            self._find(FindingCode.ENTRY_MISPLACED, stored)
        stream, _, _ = stored.case_id.rpartition("/")
        is_of_stream = _OF_STREAM.get(f"{stream}/")
        if is_of_stream is not None and not is_of_stream(stored):
            self._find(FindingCode.ENTRY_UNREADABLE, stored)

    def _pass_checkpoints(self) -> None:
        while self._waiting and self._waiting[0].size == self.frontier.size:
            checkpoint = self._waiting.pop(0)
            if checkpoint.root != self.frontier.root():
                where = f"size {checkpoint.size}"
                self._findings.append(Finding(code=FindingCode.LEDGER_REWRITTEN, where=where))

    def finish(self, tree: StoredTree | None) -> list[Finding]:
        for checkpoint in self._waiting:
            self._findings.append(Finding(code=FindingCode.LEDGER_SHORTER, where=f"size {checkpoint.size}"))
        if tree is None or (tree.size, list(tree.peaks)) != (self.frontier.size, self.frontier.peaks):
            self._findings.append(Finding(code=FindingCode.TREE_DIFFERS))
        return self._findings

    def _find(self, code: FindingCode, stored: StoredEntry) -> None:
        where = f"position {stored.position}"
        self._findings.append(Finding(code=code, case_id=stored.case_id, where=where))

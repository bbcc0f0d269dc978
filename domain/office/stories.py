"""What auditors read on pages: a case in sentences, how it is proved, and what was found in the ledger. No personal data."""

from datetime import datetime
from typing import NamedTuple


class Told(NamedTuple):
    """One event in words: its place (from 1), when (UTC), who, what, and where the case stood after it."""

    place: int
    at: datetime
    who: str
    what: str
    status: str
    due_at: datetime | None


class CaseStory(NamedTuple):
    """A case in sentences, a line above them and lines below."""

    case_id: str
    case_number: str
    procedure: str
    status: str
    head: str
    steps: tuple[Told, ...]
    lines: tuple[str, ...]


class ProofCheck(NamedTuple):
    """Whether the ledger has a case as it was signed.

    Of its `entries` events `covered` stand under a signed checkpoint; the others came since, and are covered by the next.
    `sizes` are the checkpoints they stand under, `faults` what must not be, in words. `same_row`: the lists say the same.
    """

    entries: int
    covered: int
    sizes: tuple[int, ...]
    faults: tuple[str, ...]
    same_row: bool

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return self.same_row and not self.faults


class Search(NamedTuple):
    """What an auditor looks for in the events: who, what (the event's type), from when until when (UTC, before)."""

    since: datetime
    until: datetime
    by: str = ""
    type: str = ""


class FoundEvent(NamedTuple):
    """An event that was found."""

    case_id: str
    case_number: str
    told: Told


class SignedSize(NamedTuple):
    """A signed checkpoint: the ledger's size, when it was signed (UTC), its root in hex."""

    size: int
    at: datetime
    root: str

"""What the office's pages need beside `domain/office/ports.py`, as Protocols. The composition root hands in what fulfils them.

Methods raise DomainError with a stable code, or PortUnavailable when a system does not answer.
"""

from collections.abc import Sequence
from typing import Protocol

from domain.cases.access import Opening
from domain.office.stories import CaseStory, FoundEvent, ProofCheck, Search, SignedSize

Option = tuple[str, str]
"""A value, and its words."""


class AuditRoom(Protocol):
    """What auditors read: nothing in it is personal, and nothing is written."""

    @property
    def key(self) -> str:
        """The ledger's public key, as whoever verifies takes it."""

    async def story(self, case_id: str, /) -> CaseStory:
        """Return a case in sentences. Raises DomainError(REQUEST_UNKNOWN) for one without events."""

    async def prove(self, case_id: str, /) -> ProofCheck:
        """Verify a case: its events against the signed checkpoints, the lists against its events."""

    async def proof(self, case_id: str, /) -> str:
        """Return the proof of a case as JSON, to verify offline."""

    async def search(self, wanted: Search, /) -> Sequence[FoundEvent]:
        """Return events, newest first, a hundred at most."""

    def kinds(self) -> Sequence[Option]:
        """Return what can be looked for: types of events, in words."""

    def grounds(self) -> Sequence[Option]:
        """Return the grounds on which an auditor opens personal data."""

    def opened(self, opening: Opening, /) -> Option:
        """Return what was opened of a case, and on which ground, in words."""

    async def checkpoints(self, limit: int, below: int | None = None, /) -> Sequence[SignedSize]:
        """Return the newest signed checkpoints; those of a smaller size than `below` if given."""

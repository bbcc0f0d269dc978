"""Requests folded from the ledger, one after the other, in constant memory."""

from collections.abc import AsyncIterator
from datetime import datetime

from pydantic import ValidationError

from adapters.postgres.entries import decode
from adapters.postgres.ledger import LedgerSnapshot, StoredEntry
from audit.authority import HeldRoles
from audit.findings import Finding, FindingCode
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import evolve
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.state import RequestState


class FoldedRequest:
    """One request: its state after its last readable event, and what was wrong on the way."""

    def __init__(self, case_id: str, roles: HeldRoles | None = None) -> None:
        self.case_id = case_id
        self._roles = roles
        self.findings: list[Finding] = []
        self.state: RequestState | None = None
        self.updated_at: datetime | None = None
        self._place = 0

    def add(self, stored: StoredEntry) -> None:
        """Fold one more row."""
        if stored.place != self._place + 1:
            self._find(FindingCode.PLACE_GAP, stored)
        self._place = stored.place
        try:
            event = decode(stored.entry).event
        except ValidationError:
            self._find(FindingCode.ENTRY_UNREADABLE, stored)
            return
        if self.updated_at is not None and event.at < self.updated_at:
            self._find(FindingCode.TIME_BACKWARD, stored)
        self.updated_at = event.at
        self._evolve(event, stored)
        self._check_role(event, stored)

    def _check_role(self, event: AnyEvent, stored: StoredEntry) -> None:
        if self._roles is None or self.state is None:
            return
        found = self._roles.wanting(CERTIFICATES, self.state.municipality, stored.place, event)
        if found is not None:
            self._find(FindingCode.ROLE_NOT_HELD, stored, f", {found.action} by {found.by}")

    def _evolve(self, event: AnyEvent, stored: StoredEntry) -> None:
        try:
            self.state = evolve(self.state, event)
        except (ValueError, KeyError):
            self._find(FindingCode.FOLD_FAILS, stored)

    def _find(self, code: FindingCode, stored: StoredEntry, more: str = "") -> None:
        where = (
            f"position {stored.position}, place {stored.place}" if stored.sealed else f"staged, place {stored.place}"
        )
        self.findings.append(Finding(code=code, case_id=self.case_id, where=where + more))


async def folded_requests(snapshot: LedgerSnapshot, roles: HeldRoles | None = None) -> AsyncIterator[FoldedRequest]:
    """Give every request of the ledger; with `roles`, decisions without one are found."""
    current: FoldedRequest | None = None
    async for stored in snapshot.by_request():
        if current is None or current.case_id != stored.case_id:
            if current is not None:
                yield current
            current = FoldedRequest(stored.case_id, roles)
        current.add(stored)
    if current is not None:
        yield current

"""Cases folded from the ledger, one after the other, in constant memory."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from adapters.postgres.entries import decode, type_of
from adapters.postgres.ledger import LedgerSnapshot, StoredEntry
from audit.authority import HeldRoles
from audit.findings import Finding, FindingCode
from domain import ids
from domain.procedures import PROCEDURES, Procedures


class FoldedCase:
    """One case: its state after its last readable event, and what was wrong on the way.

    Of a case whose `procedure` is not known here (None) that alone is said.
    """

    def __init__(self, case_id: str, procedures: Procedures, roles: HeldRoles | None = None) -> None:
        self.case_id = case_id
        self.procedure = procedures.find(case_id)
        self._roles = roles
        self.findings: list[Finding] = []
        self.state: Any = None
        self.updated_at: datetime | None = None
        self._place = 0

    def add(self, stored: StoredEntry) -> None:
        """Fold one more row."""
        if stored.place != self._place + 1:
            self._find(FindingCode.PLACE_GAP, stored)
        self._place = stored.place
        event = self._event(stored)
        if event is None:
            return
        if self.updated_at is not None and event.at < self.updated_at:
            self._find(FindingCode.TIME_BACKWARD, stored)
        self.updated_at = event.at
        self._evolve(event, stored)
        self._check_role(event, stored)

    def _event(self, stored: StoredEntry) -> Any:
        """Return what a row says; None when that is not known here."""
        try:
            written = decode(stored.entry).event
        except ValidationError:
            self._find(FindingCode.ENTRY_UNREADABLE, stored)
            return None
        if self.procedure is None:
            if not any(each.code is FindingCode.PROCEDURE_UNKNOWN for each in self.findings):
                self._find(FindingCode.PROCEDURE_UNKNOWN, stored, f", {ids.prefix_of(self.case_id)}")
            return None
        try:
            return self.procedure.read(written)
        except ValidationError:
            self._find(FindingCode.EVENT_UNKNOWN, stored, f", {self.procedure.name}, type {type_of(written)}")
            return None

    def _check_role(self, event: Any, stored: StoredEntry) -> None:
        if self._roles is None or self.procedure is None or self.state is None:
            return
        found = self._roles.wanting(self.procedure, self.state.municipality, stored.place, event)
        if found is not None:
            self._find(FindingCode.ROLE_NOT_HELD, stored, f", {found.action} by {found.by}")

    def _evolve(self, event: Any, stored: StoredEntry) -> None:
        if self.procedure is None:
            return
        try:
            self.state = self.procedure.evolve(self.state, event)
        except (ValueError, KeyError):
            self._find(FindingCode.FOLD_FAILS, stored)

    def _find(self, code: FindingCode, stored: StoredEntry, more: str = "") -> None:
        where = (
            f"position {stored.position}, place {stored.place}" if stored.sealed else f"staged, place {stored.place}"
        )
        self.findings.append(Finding(code=code, case_id=self.case_id, where=where + more))


async def folded_cases(
    snapshot: LedgerSnapshot, roles: HeldRoles | None = None, procedures: Procedures = PROCEDURES
) -> AsyncIterator[FoldedCase]:
    """Give every case of the ledger; with `roles`, decisions without one are found."""
    current: FoldedCase | None = None
    async for stored in snapshot.by_case():
        if current is None or current.case_id != stored.case_id:
            if current is not None:
                yield current
            current = FoldedCase(stored.case_id, procedures, roles)
        current.add(stored)
    if current is not None:
        yield current

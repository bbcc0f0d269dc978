"""Port: the policies of all municipalities this installation serves."""

from datetime import datetime
from typing import Protocol

from domain.municipality.calendar import ClosedDays
from domain.municipality.policy import MunicipalityPolicy

# A deadline begun in December may end two years on: 標準処理期間 and 保管期間 are the municipality's to choose.
_YEARS_AHEAD = 2


class PolicyBook(Protocol):
    """Policies by municipality code, read once at start: no call waits for a file."""

    def policy(self, code: str) -> MunicipalityPolicy:
        """Return a municipality's policy. Raises DomainError(POLICY_INVALID) for an unknown code."""

    def closed_days(self, code: str, first_year: int, last_year: int) -> ClosedDays:
        """Return the closing days of whole years, both included. Raises DomainError(POLICY_INVALID) likewise."""


def calendar_from(book: PolicyBook, code: str, start: datetime) -> ClosedDays:
    """Return the closing days that any deadline needs that begins at `start`. Raises DomainError(POLICY_INVALID)."""
    return book.closed_days(code, start.year, start.year + _YEARS_AHEAD)

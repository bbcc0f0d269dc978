"""Port: the policies of all municipalities this installation serves."""

from typing import Protocol

from domain.municipality.calendar import ClosedDays
from domain.municipality.policy import MunicipalityPolicy


class PolicyBook(Protocol):
    """Policies by municipality code, read once at start: no call waits for a file."""

    def policy(self, code: str) -> MunicipalityPolicy:
        """Return a municipality's policy. Raises DomainError(POLICY_INVALID) for an unknown code."""

    def closed_days(self, code: str, first_year: int, last_year: int) -> ClosedDays:
        """Return the closing days of whole years, both included. Raises DomainError(POLICY_INVALID) likewise."""

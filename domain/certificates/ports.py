"""Ports that only certificates need (`domain/ports.py` says how ports answer)."""

from typing import Protocol

from domain.certificates.documents import CertificateOrder, CoverLetterOrder, Document
from domain.certificates.overpayment import OverpaymentFact
from domain.certificates.state import RequestState


class DocumentPress(Protocol):
    """Typesetting."""

    def certificate(self, order: CertificateOrder) -> Document:
        """Return the certificate as PDF. Raises DomainError(FONT_MISSING) rather than print boxes."""

    def cover_letter(self, order: CoverLetterOrder) -> Document:
        """Return the cover letter for a window envelope as PDF. Raises DomainError(FONT_MISSING)."""


class MoneyBooks(Protocol):
    """Where facts of money beside the fee are recorded: with their request, under way or ended."""

    async def note(self, fact: OverpaymentFact) -> RequestState:
        """Record a fact once and return the request's state that knows it.

        While the fee is being collected the request cannot tell which capture it is: then, too, PortUnavailable.
        """

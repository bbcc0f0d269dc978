"""Ports that only certificates need (`domain/ports.py` says how ports answer)."""

from typing import Protocol

from domain.certificates.documents import CertificateOrder, CoverLetterOrder, ReceiptOrder, RefusalOrder
from domain.documents import Document


class DocumentPress(Protocol):
    """Typesetting."""

    def certificate(self, order: CertificateOrder) -> Document:
        """Return the certificate as PDF. Raises DomainError(FONT_MISSING) rather than print boxes."""

    def cover_letter(self, order: CoverLetterOrder) -> Document:
        """Return the cover letter for a window envelope as PDF. Raises DomainError(FONT_MISSING)."""


class PaperPress(Protocol):
    """Typesetting of what a citizen takes away from the pages."""

    def receipt(self, order: ReceiptOrder) -> Document:
        """Return the 受付票 as PDF. Raises DomainError(FONT_MISSING)."""

    def refusal(self, order: RefusalOrder) -> Document:
        """Return the 却下通知書 as PDF. Raises DomainError(FONT_MISSING)."""

"""Ports that only certificates need (`domain/ports.py` says how ports answer)."""

from typing import Protocol

from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.documents import Document


class DocumentPress(Protocol):
    """Typesetting."""

    def certificate(self, order: CertificateOrder) -> Document:
        """Return the certificate as PDF. Raises DomainError(FONT_MISSING) rather than print boxes."""

    def cover_letter(self, order: CoverLetterOrder) -> Document:
        """Return the cover letter for a window envelope as PDF. Raises DomainError(FONT_MISSING)."""

"""Ports that only certificates need (`domain/ports.py` says how ports answer)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.certificates.documents import CertificateOrder, CoverLetterOrder, ReceiptOrder, RefusalOrder
from domain.certificates.print_batches import ManifestOrder, PostedLetter, PrintBatch, PrintOrder, ReprintReason
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


class LetterPress(Protocol):
    """Typesetting of what a dispatcher works with."""

    def batch(self, order: PrintOrder) -> bytes:
        """Return all letters of a batch as one PDF, behind a list and labels. Raises DomainError(FONT_MISSING)."""

    def manifest(self, order: ManifestOrder) -> Document:
        """Return the 差出票 as PDF. Raises DomainError(FONT_MISSING)."""


class PrintBatches(Protocol):
    """Which letters were printed, when and by whom, and which left: no personal data."""

    async def waiting(self, most: int, person: str | None) -> int:
        """Return how many letters are ready and were never printed, counted up to `most`; none of `person`'s own."""

    async def print_ready(self, batch_id: str, officer: str, at: datetime, person: str | None) -> PrintBatch | None:
        """Make a batch of the first MOST_LETTERS that wait, oldest first; None when none does.

        The same id twice is one batch, and no letter is in two such batches, however many make them at once.
        """

    async def print_again(
        self, batch_id: str, officer: str, at: datetime, case_ids: Sequence[str], reason: ReprintReason
    ) -> PrintBatch:
        """Make a batch of these cases, for a reason. The same id twice is one batch."""

    async def batch(self, number: int) -> PrintBatch | None:
        """Return a batch by its number."""

    async def newest(self, limit: int) -> Sequence[PrintBatch]:
        """Return batches, newest first."""

    async def posted(self, day: date) -> Sequence[PostedLetter]:
        """Return the letters whose number was confirmed on a day of Japan, in that order; those that came back too."""

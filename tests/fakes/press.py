"""A press whose documents can be told apart, and which cannot print twice without being noticed."""

from fakes.faults import Faults

from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.documents import Document


class FakePress:
    """Counts what it prints: two printings of one order differ."""

    def __init__(self) -> None:
        self.faults = Faults("press")
        self.sheets = 1  # of a certificate
        self.printed: list[CertificateOrder | CoverLetterOrder] = []

    def certificate(self, order: CertificateOrder) -> Document:
        """Print a certificate."""
        with self.faults.around("certificate"):
            return self._print(order, self.sheets)

    def cover_letter(self, order: CoverLetterOrder) -> Document:
        """Print a cover letter."""
        with self.faults.around("cover_letter"):
            return self._print(order, 1)

    def _print(self, order: CertificateOrder | CoverLetterOrder, sheets: int) -> Document:
        self.printed.append(order)
        return Document(content=f"%PDF {type(order).__name__} {len(self.printed)}".encode(), sheets=sheets)

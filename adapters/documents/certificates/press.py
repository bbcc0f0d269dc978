"""`DocumentPress` by typst: the certificates, and the letter they travel with."""

from adapters.documents.certificates.contents import certificate_contents, cover_letter_contents
from adapters.documents.typesetter import Typesetter
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.documents import Document


class TypstPress:
    """Prints certificates and cover letters."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter

    def certificate(self, order: CertificateOrder) -> Document:
        """Return the certificate as PDF.

        Raises DomainError(FONT_MISSING) when a character has no glyph, naming code points only, and PortRejected when
        the register has nothing to certify or it makes more sheets than anybody posts.
        """
        return self._typesetter.set(order.kind.entry.layout, certificate_contents(order), order.issued_on)

    def cover_letter(self, order: CoverLetterOrder) -> Document:
        """Return the cover letter for a window envelope as PDF.

        Raises DomainError(FONT_MISSING) likewise, and PortRejected when the address does not fit the window at 6 points.
        """
        return self._typesetter.set("cover_letter", cover_letter_contents(order), order.issued_on)

"""What the routes of certificates work with, beside what all routes have."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from domain.certificates.procedure import CERTIFICATES
from web.certificates.ports import (
    Counter,
    Decisions,
    Files,
    Glyphs,
    OfficeFigures,
    OfficersWords,
    Papers,
    Printing,
    Reading,
    Statistics,
    Workload,
)
from web.desk import Desk
from web.ports import Mails, PaymentLinks, Renewing
from web.renewals import Renewals


@dataclass(frozen=True)
class CertificateDesk(Desk):
    """The desk where certificates are asked for and examined."""

    counter: Counter
    decisions: Decisions
    reading: Reading
    files: Files
    papers: Papers
    figures: OfficeFigures
    mails: Mails
    links: PaymentLinks
    renewing: Renewing
    words: OfficersWords
    glyphs: Glyphs
    workload: Workload
    statistics: Statistics
    printing: Printing
    renewals: Renewals = field(default_factory=Renewals)

    def serves(self, case_id: str) -> bool:
        """Say whether a case of this id is a request for certificates: of any other these routes know nothing."""
        return CERTIFICATES.has(case_id)


def desk_of(request: Request) -> CertificateDesk:
    """Return the desk of the application that was called."""
    desk: CertificateDesk = request.app.state.desks[CERTIFICATES.name]
    return desk


TheDesk = Annotated[CertificateDesk, Depends(desk_of)]

"""The pages of certificates for officers, as the application mounts them."""

from pathlib import Path

from domain.certificates.procedure import CERTIFICATES
from web.certificates.office.meanwhile import meanwhile
from web.certificates.office.queues import QUEUES
from web.certificates.office.routes import (
    assigning,
    audited,
    batch,
    case,
    dispatching,
    handing_over,
    holding,
    lead,
    printing,
    rejecting,
    remanding,
    returned,
    returned_letter,
    returning,
    statistics,
)
from web.certificates.office.rows import ROWS
from web.certificates.office.rules import rules_in_words
from web.office.pages import OfficePages

OFFICE_PAGES = OfficePages(
    name=CERTIFICATES.name,
    routers=(
        audited.router,
        case.router,
        batch.router,
        returning.router,
        rejecting.router,
        holding.router,
        remanding.router,
        dispatching.router,
        printing.router,
        returned.router,
        returned_letter.router,
        assigning.router,
        lead.router,
        handing_over.router,
        statistics.router,
    ),
    folder=Path(__file__).parent,
    queues=QUEUES,
    rows=ROWS,
    meanwhile=meanwhile,
    rules=rules_in_words,
)

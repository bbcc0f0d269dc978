"""The pages of certificates for officers, as the application mounts them."""

from pathlib import Path

from domain.certificates.procedure import CERTIFICATES
from web.certificates.office.meanwhile import meanwhile
from web.certificates.office.queues import QUEUES
from web.certificates.office.routes import case, dispatching, holding, rejecting, returning
from web.certificates.office.rows import ROWS
from web.office.pages import OfficePages

OFFICE_PAGES = OfficePages(
    name=CERTIFICATES.name,
    routers=(
        case.router,
        returning.router,
        rejecting.router,
        holding.router,
        dispatching.router,
    ),
    folder=Path(__file__).parent,
    queues=QUEUES,
    rows=ROWS,
    meanwhile=meanwhile,
)

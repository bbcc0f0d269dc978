"""Certificates over HTTP, as the application mounts them."""

from domain.certificates.procedure import CERTIFICATES
from web.certificates.catalogue import catalogue
from web.certificates.description import describe
from web.certificates.desk import CertificateDesk
from web.certificates.front.pages import PAGES
from web.certificates.office.pages import OFFICE_PAGES
from web.certificates.routes import (
    cases,
    citizen_actions,
    decisions,
    documents,
    events,
    payment,
    sheets,
    statements,
    status,
    submissions,
    worklist,
)
from web.face import Face


def certificates(desk: CertificateDesk) -> Face:
    """Return the face of certificates before this desk."""
    return Face(
        name=CERTIFICATES.name,
        desk=desk,
        citizens=(
            statements.router,
            submissions.router,
            status.router,
            events.router,
            payment.router,
            citizen_actions.router,
        ),
        office=(worklist.router, cases.router, decisions.router, sheets.router, documents.router),
        describe=describe,
        submissions=submissions.router.prefix,
        catalogue=catalogue,
        pages=PAGES,
        office_pages=OFFICE_PAGES,
    )

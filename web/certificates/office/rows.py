"""How the office's lists read a row of certificates; what a newer release wrote is shown as it stands."""

from domain.cases.row import CaseRow
from domain.certificates.kinds import CertificateKind
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.rules import texts_of
from domain.certificates.status import Status
from web.certificates.desk import CertificateDesk
from web.office.page import StaffPage
from web.office.pages import RowWords


def _about(page: StaffPage, row: CaseRow) -> str:
    kind = str(row.subject.get("kind", ""))
    return f"{_kinds(page).get(kind, kind)} {page.say('case.copies', copies=row.subject.get('copies', ''))}"


def _status(page: StaffPage, status: str) -> str:
    desk: CertificateDesk = page.request.app.state.desks[CERTIFICATES.name]
    return desk.words.code(Status(status)) if status in set(Status) else status


def _kinds(page: StaffPage) -> dict[str, str]:
    texts = texts_of(page.policy, page.language)
    return {kind.value: texts.certificate[kind] for kind in CertificateKind if kind in texts.certificate}


ROWS = RowWords(about=_about, status=_status, field="kind", choices=lambda page: tuple(_kinds(page).items()))

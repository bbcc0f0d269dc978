"""決裁 of several cases at once: at most twenty without anything to stop at, each confirmed by itself, a decision each.

Each line shows whose case it is, and that is recorded like any opening. What has a warning is decided on its own page.
"""

from collections.abc import Sequence
from typing import NamedTuple

from fastapi import APIRouter, Response

from domain.cases.access import AccessGround
from domain.cases.queues import CaseQuery
from domain.certificates.commands import Approve
from domain.certificates.events import AnyEvent
from domain.certificates.examination_events import Corrected, RejectionWanted, RemandedToExaminer
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.rules import texts_of
from domain.certificates.sheet import Sheet, SheetField
from domain.certificates.status import Status
from domain.errors import DomainError
from domain.municipality.days_in_words import minute_in_words
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.office.cases import OfficeCase, the_case
from web.certificates.office.examined import examined
from web.front.forms import Fields
from web.http_codes import HttpCode, HttpRefusal
from web.office.acts import Act, PageStale, new_decision_id
from web.office.desk import Office, TheOffice
from web.office.page import PREFIX, Approver, StaffPage
from web.office.trail import Trail

router = APIRouter(prefix=f"{PREFIX}/approvals", include_in_schema=False)
_MOST = 20
_LOOKED_THROUGH = 60
_WAITING = CaseQuery(procedure=CERTIFICATES.name, statuses=(Status.AWAITING_APPROVAL.value,))
_STOP_AT = (Corrected, RemandedToExaminer, RejectionWanted)


class Line(NamedTuple):
    """One case to confirm: whose it is, what it is about, who proposed it when. `warning`: the key of why it is not here to decide."""

    case_id: str
    number: str
    name: str
    what: str
    copies: int
    proposed: str
    place: int
    decision_id: str
    warning: str = ""


@router.get("")
async def show(page: Approver, desk: TheDesk, office: TheOffice, done: int = 0, left: int = 0) -> Response:
    """Show what can be approved together, and how the last ones went."""
    lines = await _lines(page, desk, office)
    return page.show(
        "certificates_office/batch.html",
        lines=[line for line in lines if not line.warning],
        others=[line for line in lines if line.warning],
        done=max(done, 0),
        left=max(left, 0),
        most=_MOST,
    )


@router.post("")
async def approve(page: Approver, desk: TheDesk, office: TheOffice) -> Response:
    """Approve the lines that were confirmed; what has gone on meanwhile is left alone and told as such."""
    fields = await page.fields()
    confirmed = [name.removeprefix("confirmed-") for name in fields.texts if name.startswith("confirmed-")]
    if len(confirmed) > _MOST:
        raise HttpRefusal(HttpCode.CALL_MALFORMED)
    done = sum([await _approved(page, desk, office, case_id, fields) for case_id in confirmed])
    return page.go(f"/approvals?done={done}&left={len(confirmed) - done}")


async def _approved(page: StaffPage, desk: CertificateDesk, office: Office, case_id: str, fields: Fields) -> bool:
    """Say whether a case was approved. Raises HttpRefusal CALL_MALFORMED, PortUnavailable."""
    place, decision_id = fields.get(f"place-{case_id}"), fields.get(f"decision-{case_id}")
    if not (place.isascii() and place.isdigit() and len(place) < 7 and 8 <= len(decision_id) <= 80):  # noqa: PLR2004
        raise HttpRefusal(HttpCode.CALL_MALFORMED)
    case = await the_case(page, case_id, desk, Trail(page, office))
    try:
        await case.take(Act(decision_id, int(place), fields), Approve())
    except (PageStale, DomainError):
        return False
    return True


async def _lines(page: StaffPage, desk: CertificateDesk, office: Office) -> list[Line]:
    """Return up to twenty cases that this officer may approve; those with a warning that only their data tells, too."""
    rows = (await office.queries.page(_WAITING, _LOOKED_THROUGH)).rows
    lines: list[Line] = []
    for row in rows:
        if row.twin is None and len(lines) < _MOST:
            line = await _line(await the_case(page, row.case_id, desk, Trail(page, office)))
            lines += [] if line is None else [line]
    return lines


async def _line(case: OfficeCase) -> Line | None:
    """Return the line of a case, its data opened and recorded; None for one that is to be decided on its own page."""
    events = await case.events()
    if not _is_plain(case, events):
        return None
    examination = await examined(case, events, {})
    if examination is None or examination.opened_at is None or examination.since:
        return None
    sheet = await case.desk.files.sheet(case.case_id, case.state, case.page.actor, AccessGround.APPROVAL)
    return Line(
        case_id=case.case_id,
        number=case.order.case_number,
        name=_name(sheet),
        what=texts_of(case.page.policy, case.page.language).certificate[case.state.kind],
        copies=case.state.copies,
        proposed=f"{minute_in_words(examination.at, case.page.language)} {examination.by}",
        place=case.state.place,
        decision_id=new_decision_id(),
        warning="" if sheet.asked and not any(line.differs for line in sheet.lines) else "batch.differs",
    )


def _is_plain(case: OfficeCase, events: Sequence[AnyEvent]) -> bool:
    """Say whether nothing but the data could give an approver pause."""
    may = case.offered.main is not None and case.offered.main.command is Approve
    identity = case.state.identity
    return (
        may and identity.verified and not identity.ever_held and not any(isinstance(each, _STOP_AT) for each in events)
    )


def _name(sheet: Sheet) -> str:
    """Return whose case it is: as the register writes it, else the card, else the form."""
    line = next(line for line in sheet.lines if line.field is SheetField.NAME)
    return next((each for each in (*line.registered[:1], line.card, line.form) if each), "")

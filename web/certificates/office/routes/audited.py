"""An auditor opens what was applied for: on a ground, after a sign-in a short while ago, recorded, shown for a quarter of an hour.

The data stand in the answer to the form alone: each answer is one entry of the ledger, and no address leads back to them.
"""

from fastapi import APIRouter, Response

from domain.cases.access import AccessGround
from domain.cases.submission import StartOrder
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode
from domain.office.sign_in import FRESH
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.office.compared import compared, is_by_card
from web.front.mistakes import Mistakes
from web.office.desk import TheOffice
from web.office.page import PREFIX, Auditor, StaffPage
from web.office.ports import AuditRoom
from web.receipts import order_of_request

router = APIRouter(prefix=f"{PREFIX}/audit/cases/{{case_id}}/personal", include_in_schema=False)


@router.get("")
async def ask(page: Auditor, desk: TheDesk, office: TheOffice, case_id: str) -> Response:
    """Ask for the ground."""
    page.require_fresh()
    order, _ = await _case(desk, case_id)
    return _form(page, office.audit, order)


@router.post("")
async def open_personal(page: Auditor, desk: TheDesk, office: TheOffice, case_id: str) -> Response:
    """Record the opening, then show form, card and register side by side."""
    page.require_fresh()
    fields = await page.fields()
    order, state = await _case(desk, case_id)
    chosen = fields.get("ground")
    if chosen not in {value for value, _ in office.audit.grounds()}:
        return _form(page, office.audit, order, Mistakes({"ground": page.say("audit.ground_missing")}))
    sheet = await desk.files.sheet(order.case_id, state, page.actor, AccessGround(chosen))
    return page.show(
        "certificates_office/audited.html",
        order=order,
        lines=await compared(sheet, page, desk.glyphs),
        by_card=is_by_card(sheet),
        asked=sheet.asked,
        seconds=int(FRESH.total_seconds()),
    )


def _form(page: StaffPage, room: AuditRoom, order: StartOrder, wrong: Mistakes | None = None) -> Response:
    grounds = [(value, words, None) for value, words in room.grounds()]
    return page.show("certificates_office/audit_ground.html", mistakes=wrong, order=order, grounds=grounds)


async def _case(desk: CertificateDesk, case_id: str) -> tuple[StartOrder, RequestState]:
    order = await order_of_request(desk, case_id)
    state = await desk.reading.state(order.case_id)
    if state is None:
        raise DomainError(ErrorCode.VAULT_ITEM_MISSING)
    return order, state

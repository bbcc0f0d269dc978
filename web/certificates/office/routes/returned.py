"""返戻: letters that came back: which one lies on the desk, and those that are kept until their day."""

from fastapi import APIRouter, Response

from domain.cases.queues import CaseQuery
from domain.cases.submission import StartOrder
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import Status
from domain.errors import DomainError
from domain.postal.tracking import parse_tracking_number
from web.certificates.desk import CertificateDesk, TheDesk
from web.front.days import Days
from web.front.mistakes import Mistakes
from web.office.desk import TheOffice
from web.office.page import PREFIX, Dispatcher, StaffPage
from web.receipts import order_of_request

router = APIRouter(prefix=f"{PREFIX}/returned", include_in_schema=False)
_KEPT = CaseQuery(procedure=CERTIFICATES.name, statuses=(Status.MAIL_RETURNED.value,))
_SHOWN, _MOST_COUNTED = 50, 1000


@router.get("")
async def show(page: Dispatcher, desk: TheDesk, office: TheOffice) -> Response:
    """Ask for a letter that came back; show those that are kept, the next to be destroyed first."""
    return await _shown(page, desk, office)


@router.post("")
async def choose(page: Dispatcher, desk: TheDesk, office: TheOffice) -> Response:
    """Take the code of a case or the number on a label."""
    written = (await page.fields()).get("code")
    order = await _found(page, desk, written)
    if order is not None:
        return page.go(f"/returned/{order.case_number}")
    key = "returned.code_unknown" if written else "returned.code_missing"
    return await _shown(page, desk, office, written, Mistakes({"code": page.say(key)}))


async def _found(page: StaffPage, desk: CertificateDesk, written: str) -> StartOrder | None:
    """Return the case of a code, or the one whose letter bears a number now."""
    try:
        return await order_of_request(desk, written)
    except DomainError:
        pass
    try:
        bearer = await desk.letters.bearer(parse_tracking_number(written), page.now)
    except DomainError:
        return None
    return None if bearer is None or not desk.serves(bearer) else await desk.receipts.get(bearer)


async def _shown(
    page: StaffPage, desk: CertificateDesk, office: TheOffice, written: str = "", wrong: Mistakes | None = None
) -> Response:
    kept = await office.queries.page(_KEPT, _SHOWN)
    days = Days(page, desk.book, page.now)
    return page.show(
        "letters/returned.html",
        mistakes=wrong,
        code=written,
        kept=[
            (each.case_number, days.day(each.updated_at), each.due_at and days.until(each.due_at)) for each in kept.rows
        ],
        count=(await office.queries.counts([_KEPT], _MOST_COUNTED))[0],
    )

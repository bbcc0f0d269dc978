"""A case by its number: the case number in full, its running number, or the receipt number that its citizen tells.

The number is sent by a form and stands in no address: a receipt number opens what its citizen may see.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Response

from domain import ids
from domain.actors import Role
from domain.cases.queues import CaseQuery
from domain.cases.row import CaseRow
from web.desk import Desk, TheDesk
from web.front.mistakes import Mistakes
from web.office.desk import Office, TheOffice
from web.office.filters import numbers_meant
from web.office.lines import lines
from web.office.page import PREFIX, CaseWorker, StaffPage

router = APIRouter(prefix=f"{PREFIX}/search", include_in_schema=False)
_MOST_FOUND = 20


@router.get("")
async def ask(page: CaseWorker) -> Response:
    """Ask for a number."""
    return page.show("office/search.html", number="", lines=())


@router.post("")
async def find(page: CaseWorker, desk: TheDesk, office: TheOffice) -> Response:
    """Lead to the one case of a number, or show those of several years. Raises HttpRefusal FORM_FOREIGN."""
    written = (await page.fields()).get("number")
    numbers = await _numbers(page, desk, written)
    rows = await _found(page, desk, office, numbers)
    if len(rows) == 1:
        return page.go(f"/cases/{rows[0].case_id}")
    wrong = Mistakes() if rows else Mistakes({"number": page.plain("list.not_found" if numbers else "list.no_number")})
    return page.show("office/search.html", mistakes=wrong, number=written, lines=lines(page, desk.book, rows))


async def _numbers(page: StaffPage, desk: Desk, written: str) -> tuple[str, ...]:
    receipt = ids.normalise_receipt_number(written)
    order = None if receipt is None else await desk.receipts.find(receipt)
    return numbers_meant(page, written) if receipt is None else (order.case_number,) if order else (receipt,)


async def _found(page: StaffPage, desk: Desk, office: Office, numbers: tuple[str, ...]) -> Sequence[CaseRow]:
    """Return the cases of these numbers, whatever became of them; secluded ones for the closed desk alone."""
    seen = None if page.has(Role.CLOSED_DESK) else False
    found: list[CaseRow] = []
    for each in desk.procedures if numbers else ():
        statuses = tuple(status.value for status in each.statuses)
        query = CaseQuery(procedure=each.name, statuses=statuses, numbers=numbers, secluded=seen)
        found += (await office.queries.page(query, _MOST_FOUND)).rows
    return sorted(found, key=lambda row: row.received_at, reverse=True)

"""The address to pay at, for programs: it outlives any one code to pay. Browsers are led to the page of the fee."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from domain import ids
from domain.certificates.status import Status
from web.accepting import wants_page
from web.bodies import StrictRoute
from web.certificates.desk import TheDesk
from web.certificates.payments import present_payment
from web.languages import wanted_language
from web.problem_documents import refused
from web.receipts import TheCode, no_officer, proven

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


@router.get(
    "/{receipt_number}/payment",
    response_class=RedirectResponse,
    status_code=303,
    dependencies=[Depends(no_officer)],
    responses=refused(403, 429),
)
async def pay(
    receipt_number: str,
    desk: TheDesk,
    request: Request,
    header: TheCode,
    code: Annotated[str | None, Query(max_length=64, description="The same, in the address.")] = None,
) -> Response:
    """Lead to the page where the fee is paid.

    It needs the confirmation code, in the address or the header. While there is nothing to pay, or the next code to pay is
    being made, it leads to the status. A browser (Accept: text/html) is led to its page of the fee, whatever it brings.
    """
    if wants_page(request):
        return _to_the_page(request, receipt_number, code)
    whose = await proven(desk, request, receipt_number, header or code)
    state = await desk.reading.state(whose.case_id)
    due = state if state is not None and state.status is Status.AWAITING_PAYMENT else None
    payment = await present_payment(desk, whose.case_id, due) if due is not None else None
    vary = {"Vary": "Accept"}
    if payment and payment.url:
        return RedirectResponse(payment.url, status_code=303, headers=vary)
    status = f"/api/v1/requests/{ids.normalise_receipt_number(receipt_number)}"
    return RedirectResponse(status, status_code=303, headers=vary)


def _to_the_page(request: Request, receipt_number: str, code: str | None) -> Response:
    """Lead a browser on; a code in the address, of a mail of before, goes behind `#`, where no browser sends it."""
    letters = ids.normalise_confirmation_code(code or "")
    where = f"/{wanted_language(request).value}/r/{quote(receipt_number, safe='')}/pay{f'#code={letters}' if letters else ''}"
    return RedirectResponse(where, status_code=303, headers={"Vary": "Accept, Accept-Language"})

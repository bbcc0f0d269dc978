"""Where a request stands, for whoever holds its receipt number."""

from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from domain.certificates.state import RequestState
from web.accepting import wants_page
from web.bodies import StrictRoute
from web.certificates.citizen_view import Payment, RequestView
from web.certificates.desk import TheDesk
from web.certificates.payments import present_payment
from web.certificates.standing import Sources, standing
from web.languages import WantedLanguage
from web.receipts import TheCode, asked, no_officer, only_own, proven

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)
_VARY = "Accept, Accept-Language"


@router.get(
    "/{receipt_number}",
    response_model=RequestView,
    dependencies=[Depends(no_officer), Depends(only_own)],
    responses={303: {"description": "A browser is led to its page"}},
)
async def show_status(
    receipt_number: str,
    desk: TheDesk,
    language: WantedLanguage,
    request: Request,
    response: Response,
    code: TheCode,
) -> RequestView | Response:
    """Return status, next step and what belongs to it, in the language of Accept-Language (ja, ja-simple, en).

    With the confirmation code also where to pay; an expired code to pay is then replaced: `payment.url` is null for a
    moment. Without it the number alone moves nothing. A browser (Accept: text/html) is led to the page that says the same.
    """
    if wants_page(request):
        where = f"/{language.value}/r/{quote(receipt_number, safe='')}"
        return RedirectResponse(where, status_code=303, headers={"Vary": _VARY})
    if code:
        await proven(desk, request, receipt_number, code)
    about = await asked(desk, receipt_number)

    async def payment_of(state: RequestState) -> Payment:
        if not code:
            return Payment(amount=state.terms.amount)
        return await present_payment(desk, about.order.case_id, state)

    shown = await standing(about, Sources(desk.book, desk.reading, desk.mails), language, payment_of)
    response.headers.update({"Content-Language": language.value, "Vary": _VARY})
    return shown

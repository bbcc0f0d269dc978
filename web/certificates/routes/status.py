"""Where a request stands, for whoever holds its receipt number."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from domain.certificates.state import RequestState
from domain.japan import legal_day
from domain.municipality.texts import Language
from web.accepting import wants_page
from web.bodies import StrictRoute
from web.certificates.citizen_view import Payment, RequestView
from web.certificates.desk import TheDesk
from web.certificates.payments import present_payment
from web.certificates.standing import Sources, standing
from web.languages import WantedLanguage
from web.pages import page
from web.receipts import TheCode, asked, no_officer, proven

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


@router.get(
    "/{receipt_number}",
    response_model=RequestView,
    dependencies=[Depends(no_officer)],
    responses={200: {"content": {"text/html": {}}}},
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
    moment. Without it the number alone moves nothing. A browser (Accept: text/html), which the links of our mails open,
    gets the same as a page, in Japanese.
    """
    if code:
        await proven(desk, request, receipt_number, code)
    about = await asked(desk, receipt_number)
    spoken = Language.JA if wants_page(request) else language
    headers = {"Content-Language": spoken.value, "Vary": "Accept, Accept-Language"}

    async def payment_of(state: RequestState) -> Payment:
        if not code:
            return Payment(amount=state.terms.amount)
        return await present_payment(desk, about.order.case_id, state)

    shown = await standing(about, Sources(desk.book, desk.reading, desk.mails), spoken, payment_of)
    if wants_page(request):
        until = shown.due_at and legal_day(shown.due_at)
        city = desk.book.policy(about.order.municipality).municipality.name
        return HTMLResponse(page("certificates/status.html", city=city, shown=shown, until=until), headers=headers)
    response.headers.update(headers)
    return shown

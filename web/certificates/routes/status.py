"""Where a request stands, for whoever holds its receipt number."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.texts import CertificateTexts
from domain.japan import legal_day
from domain.municipality.texts import Language, Texts
from web.accepting import wants_page
from web.bodies import StrictRoute
from web.certificates.citizen_view import Payment, RequestView, received, view, with_grounds, with_mail_note
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.payments import present_payment
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
    """Return status, next step and what belongs to it, in the language of Accept-Language (ja, ja-easy, en).

    With the confirmation code also where to pay; an expired code to pay is then replaced: `payment.url` is null for a
    moment. Without it the number alone moves nothing. A browser (Accept: text/html), which the links of our mails open,
    gets the same as a page, in Japanese.
    """
    if code:
        await proven(desk, request, receipt_number, code)
    about = await asked(desk, receipt_number)
    order = about.order
    policy = desk.book.policy(order.municipality)
    spoken = Language.JA if wants_page(request) else language
    texts = texts_of(policy, spoken)
    headers = {"Content-Language": spoken.value, "Vary": "Accept, Accept-Language"}
    state = await desk.reading.state(order.case_id)
    shown = received(about, texts, spoken)
    if state is not None:
        payment = await _shown_payment(desk, order.case_id, state, with_code=bool(code))
        shown = view(about, state, payment, (texts, spoken))
        if state.status is Status.REJECTED:
            shown = await _explained(desk, order.case_id, shown, (texts, policy.texts[spoken]))
    if await desk.mails.unreached(order.case_id):
        shown = with_mail_note(shown, policy.texts[spoken])
    if wants_page(request):
        until = shown.due_at and legal_day(shown.due_at)
        return HTMLResponse(
            page("status.html", city=policy.municipality.name, shown=shown, until=until), headers=headers
        )
    response.headers.update(headers)
    return shown


async def _shown_payment(
    desk: CertificateDesk, case_id: str, state: RequestState, *, with_code: bool
) -> Payment | None:
    if state.status is not Status.AWAITING_PAYMENT:
        return None
    return await present_payment(desk, case_id, state) if with_code else Payment(amount=state.terms.amount)


async def _explained(
    desk: CertificateDesk, case_id: str, shown: RequestView, words: tuple[CertificateTexts, Texts]
) -> RequestView:
    return with_grounds(shown, await desk.reading.events(case_id), words)

"""Where a request stands, for whoever holds its receipt number."""

from fastapi import APIRouter, Depends, Request, Response

from domain.policy.texts import Texts
from domain.requests.state import RequestState
from domain.requests.status import Status
from web.bodies import StrictRoute
from web.citizen_view import Payment, RequestView, received, view, with_grounds, with_mail_note
from web.desk import Desk, TheDesk
from web.languages import WantedLanguage
from web.payments import present_payment
from web.receipts import TheCode, asked, no_officer, proven

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


@router.get("/{receipt_number}", dependencies=[Depends(no_officer)])
async def show_status(
    receipt_number: str,
    desk: TheDesk,
    language: WantedLanguage,
    request: Request,
    response: Response,
    code: TheCode,
) -> RequestView:
    """Return status, next step and what belongs to it, in the language of Accept-Language (ja, ja-easy, en).

    With the confirmation code also where to pay; an expired code to pay is then replaced: `payment.url` is null for a
    moment. Without it the number alone moves nothing.
    """
    if code:
        await proven(desk, request, receipt_number, code)
    about = await asked(desk, receipt_number)
    order = about.order
    texts = desk.book.policy(order.municipality).texts[language]
    response.headers.update({"Content-Language": language.value, "Vary": "Accept-Language"})
    state = await desk.reading.state(order.request_id)
    shown = received(about, texts, language)
    if state is not None:
        payment = await _shown_payment(desk, order.request_id, state, with_code=bool(code))
        shown = view(about, state, payment, (texts, language))
        if state.status is Status.REJECTED:
            shown = await _explained(desk, order.request_id, shown, texts)
    return with_mail_note(shown, texts) if await desk.mails.unreached(order.request_id) else shown


async def _shown_payment(desk: Desk, request_id: str, state: RequestState, *, with_code: bool) -> Payment | None:
    if state.status is not Status.AWAITING_PAYMENT:
        return None
    return await present_payment(desk, request_id, state) if with_code else Payment(amount=state.terms.amount)


async def _explained(desk: Desk, request_id: str, shown: RequestView, texts: Texts) -> RequestView:
    return with_grounds(shown, await desk.reading.events(request_id), texts)

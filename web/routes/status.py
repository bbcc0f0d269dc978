"""Where a request stands, for whoever holds its receipt number."""

from contextlib import suppress
from datetime import datetime

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from domain.errors import PortUnavailable
from domain.policy.texts import Texts
from domain.requests.state import RequestState
from domain.requests.status import Status
from web.bodies import StrictRoute
from web.citizen_view import Payment, RequestView, received, view, with_grounds, with_mail_note
from web.desk import Desk, TheDesk
from web.languages import WantedLanguage
from web.receipts import order_of_receipt

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


@router.get("/{receipt_number}")
async def show_status(receipt_number: str, desk: TheDesk, language: WantedLanguage, response: Response) -> RequestView:
    """Return status, next step and what belongs to it, in the language of Accept-Language (ja, ja-easy, en).

    An expired code to pay is replaced: `payment.url` is then null for a moment.
    """
    order = await order_of_receipt(desk, receipt_number)
    texts = desk.book.policy(order.municipality).texts[language]
    response.headers.update({"Content-Language": language.value, "Vary": "Accept-Language"})
    state = await desk.reading.state(order.request_id)
    shown = received(order, texts, language)
    if state is not None:
        payment = await _payment(desk, order.request_id, state) if state.status is Status.AWAITING_PAYMENT else None
        shown = view(order, state, payment, (texts, language))
        if state.status is Status.REJECTED:
            shown = await _explained(desk, order.request_id, shown, texts)
    return with_mail_note(shown, texts) if await desk.mails.unreached(order.request_id) else shown


@router.get("/{receipt_number}/payment", response_class=RedirectResponse, status_code=303)
async def pay(receipt_number: str, desk: TheDesk) -> RedirectResponse:
    """Lead to the page where the fee is paid: the address in our mails, which outlives any one code.

    A citizen who has nothing to pay, or whose next code is being made, is led to the status.
    """
    order = await order_of_receipt(desk, receipt_number)
    state = await desk.reading.state(order.request_id)
    waits = state is not None and state.status is Status.AWAITING_PAYMENT
    payment = await _payment(desk, order.request_id, state) if state is not None and waits else None
    status = f"/api/v1/requests/{order.receipt_number}"
    return RedirectResponse((payment and payment.url) or status, status_code=303)


async def _explained(desk: Desk, request_id: str, shown: RequestView, texts: Texts) -> RequestView:
    return with_grounds(shown, await desk.reading.events(request_id), texts)


async def _payment(desk: Desk, request_id: str, state: RequestState) -> Payment:
    link, now = await desk.links.payment_link(request_id), desk.clock()
    if link is None:
        return Payment(amount=state.terms.amount)
    if link.expires_at is not None and link.expires_at <= now:
        await _renew(desk, state.money.payment_id, link.expires_at)
        return Payment(amount=state.terms.amount)
    return Payment(amount=state.terms.amount, url=link.url or None, expires_at=link.expires_at)


async def _renew(desk: Desk, payment_id: str | None, expired_at: datetime) -> None:
    if payment_id is None or not desk.renewals.due(f"{payment_id} {expired_at}", desk.clock()):
        return
    with suppress(PortUnavailable):  # the status can be read all the same; the next look a minute later asks again
        await desk.renewing.renew_code(payment_id)

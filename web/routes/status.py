"""Where a request stands, for whoever holds its receipt number."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from domain import ids
from domain.errors import PortUnavailable
from domain.policy.texts import Texts
from domain.requests.state import RequestState
from domain.requests.status import Status
from web.bodies import StrictRoute
from web.citizen_view import Payment, RequestView, received, view, with_grounds, with_mail_note
from web.desk import Desk, TheDesk
from web.languages import WantedLanguage
from web.receipts import TheCode, asked, no_officer, proven

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


@router.get("/{receipt_number}")
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


@router.get(
    "/{receipt_number}/payment",
    response_class=RedirectResponse,
    status_code=303,
    dependencies=[Depends(no_officer)],
)
async def pay(
    receipt_number: str,
    desk: TheDesk,
    request: Request,
    header: TheCode,
    code: Annotated[str | None, Query(max_length=64, description="The same, as in the link of our mails.")] = None,
) -> RedirectResponse:
    """Lead to the page where the fee is paid: the address in our mails, which outlives any one code to pay.

    It needs the confirmation code, in the address or the header. A citizen who has nothing to pay, or whose next code
    to pay is being made, is led to the status.
    """
    whose = await proven(desk, request, receipt_number, header or code)
    state = await desk.reading.state(whose.request_id)
    waits = state is not None and state.status is Status.AWAITING_PAYMENT
    payment = await _payment(desk, whose.request_id, state) if state is not None and waits else None
    status = f"/api/v1/requests/{ids.normalise_receipt_number(receipt_number)}"
    return RedirectResponse((payment and payment.url) or status, status_code=303)


async def _shown_payment(desk: Desk, request_id: str, state: RequestState, *, with_code: bool) -> Payment | None:
    if state.status is not Status.AWAITING_PAYMENT:
        return None
    return await _payment(desk, request_id, state) if with_code else Payment(amount=state.terms.amount)


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

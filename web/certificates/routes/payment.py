"""The address to pay at that stands in our mails: it outlives any one code to pay."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from domain import ids
from domain.cases.submission import StartOrder
from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.submission import Subject
from domain.certificates.terms import DeadlineKind
from domain.error_texts import error_words
from domain.errors import DomainError
from domain.japan import legal_day
from domain.municipality.texts import Language
from web.accepting import wants_page
from web.bodies import StrictRoute
from web.certificates.citizen_view import neutral
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.payments import present_payment
from web.pages import page
from web.problem_documents import refused
from web.receipts import TheCode, asked, no_officer, proven
from web.statuses import STATUS

router = APIRouter(prefix="/api/v1/requests", tags=["citizen"], route_class=StrictRoute)


@router.get(
    "/{receipt_number}/payment",
    response_class=RedirectResponse,
    status_code=303,
    dependencies=[Depends(no_officer)],
    responses={
        200: {"description": "No code to pay just now: a page that says so", "content": {"text/html": {}}},
        **refused(403, 429, page=True),
    },
)
async def pay(
    receipt_number: str,
    desk: TheDesk,
    request: Request,
    header: TheCode,
    code: Annotated[str | None, Query(max_length=64, description="The same, as in the link of our mails.")] = None,
) -> Response:
    """Lead to the page where the fee is paid.

    It needs the confirmation code, in the address or the header. While there is nothing to pay, or the next code to pay
    is being made, a browser (Accept: text/html) gets a page that says so, in Japanese, and a program is led to the status.
    What is refused for the code is a page to a browser, too.
    """
    try:
        whose = await proven(desk, request, receipt_number, header or code)
    except DomainError as error:
        if not wants_page(request):
            raise
        return _refused(error)
    state = await desk.reading.state(whose.case_id)
    due = state if state is not None and state.status is Status.AWAITING_PAYMENT else None
    payment = await present_payment(desk, whose.case_id, due) if due is not None else None
    vary = {"Vary": "Accept"}
    if payment and payment.url:
        return RedirectResponse(payment.url, status_code=303, headers=vary)
    if wants_page(request):
        about = await asked(desk, receipt_number)
        return HTMLResponse(_nothing_yet(desk, about.receipt_number, about.order, state), headers=vary)
    status = f"/api/v1/requests/{ids.normalise_receipt_number(receipt_number)}"
    return RedirectResponse(status, status_code=303, headers=vary)


def _refused(error: DomainError) -> Response:
    """Return the page for a person whose code does not open anything: what is wrong, and what to do."""
    wait = error.facts.get("wait_seconds")
    headers = {"Vary": "Accept"} | ({} if wait is None else {"Retry-After": str(wait)})
    content = page("payment_refused.html", words=error_words(error.code))
    return HTMLResponse(content, status_code=STATUS[error.code], headers=headers)


def _nothing_yet(desk: CertificateDesk, receipt_number: str, order: StartOrder, state: RequestState | None) -> str:
    """Return the page for a person who came to pay and cannot. As everywhere outside, a hold shows in nothing."""
    policy = desk.book.policy(order.municipality)
    texts = texts_of(policy, Language.JA)
    status = neutral(state.status) if state is not None else Status.RECEIVED
    until = state.due.get(DeadlineKind.PAYMENT) if state is not None and status is Status.AWAITING_PAYMENT else None
    return page(
        "certificates/payment.html",
        city=policy.municipality.name,
        what=texts.certificate[Subject.of(order).kind],
        receipt_number=receipt_number,
        amount=state.terms.amount if state is not None and status is Status.AWAITING_PAYMENT else None,
        until=legal_day(until) if until else None,
        status=texts.status[status],
        next_step=texts.next_step[status],
    )

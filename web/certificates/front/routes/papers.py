"""受付票 and 却下通知書 as PDF, for who has opened the case; made at each call and kept nowhere."""

from fastapi import APIRouter, Response

from domain.certificates.status import Status
from domain.documents import Document
from domain.errors import DomainError, ErrorCode
from web.certificates.front.cases import TheOpenedCase
from web.front.paths import CASE

router = APIRouter(prefix=CASE, include_in_schema=False)


@router.get("/receipt.pdf")
async def receipt(case: TheOpenedCase) -> Response:
    """Give the receipt, with the code that verifies offline as soon as a checkpoint covers the request."""
    about, language = case.about, case.page.language
    made = await case.desk.papers.receipt(about.order, about.receipt_number, await case.state(), language)
    return _pdf(made, "receipt")


@router.get("/refusal.pdf")
async def refusal(case: TheOpenedCase) -> Response:
    """Give the notice of a refusal: grounds and 教示. Raises DomainError(REQUEST_UNKNOWN) for a request that was not refused."""
    state, order = await case.state(), case.about.order
    if state is None or state.status is not Status.REJECTED:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    happened = await case.desk.reading.events(order.case_id)
    return _pdf(await case.desk.papers.refusal(order, state, happened, case.page.language), "refusal")


def _pdf(made: Document, name: str) -> Response:
    """Return a file to be shown; its name says nothing of whose it is."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(made.content, media_type="application/pdf", headers=headers)

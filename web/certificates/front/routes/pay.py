"""The fee: a QR code and a button to pay with, and "paid" that appears by itself."""

import segno
from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.terms import DeadlineKind
from domain.errors import PortUnavailable
from web.certificates.front.cases import Case, TheCase, TheOpenedCase
from web.certificates.front.unanswered import unanswered
from web.certificates.front.watched import tag_of
from web.certificates.payments import CodeState, ask_for_new_code, present_code
from web.front.paths import CASE
from web.front.returning import remember_payer

router = APIRouter(prefix=CASE, include_in_schema=False)


@router.get("/pay")
async def show(case: TheOpenedCase, request: Request) -> Response:
    """Show how to pay, and not first of all to who comes back from it; who has nothing to pay is led to the status."""
    state = await case.state()
    if state is None or state.status is not Status.AWAITING_PAYMENT:
        return case.page.go(case.path, banner="banner.paid" if state is not None and state.paid_at else None)
    return await _page(case, state, back="back" in request.query_params)


@router.post("/pay")
async def renew(case: TheOpenedCase) -> Response:
    """Have an expired code replaced. Pressed twice, it is asked for once."""
    await case.page.fields()
    state = await case.state()
    if state is not None and state.status is Status.AWAITING_PAYMENT:
        try:
            await ask_for_new_code(case.desk, case.about.order.case_id, state)
        except PortUnavailable as error:
            return unanswered(await _page(case, state, warning="pay.unanswered"), error)
    return case.page.go(f"{case.path}/pay")


@router.get("/paid")
async def watch(case: TheCase, request: Request) -> Response:
    """Say whether the page of the fee is still as its script knows it (304): no word, and nothing a hold would change."""
    tag = f'"{await tag_of(case, await case.state())}"'
    same = request.headers.get("if-none-match") == tag
    return Response(status_code=304 if same else 200, headers={"ETag": tag}, media_type="text/plain")


async def _page(case: Case, state: RequestState, *, back: bool = False, warning: str | None = None) -> Response:
    code = await present_code(case.desk, case.about.order.case_id, state)
    answer = case.page.show(
        "certificates/pay.html",
        case=case,
        amount=state.terms.amount,
        due_at=state.due.get(DeadlineKind.PAYMENT),
        code=code,
        qr=_qr(code.url, case.page.plain("pay.qr")) if code.state is CodeState.READY else None,
        days=case.days,
        back=back,
        warning=warning,
        tag=await tag_of(case, state),
    )
    remember_payer(answer, case.page, case.about.receipt_number)
    return answer


def _qr(url: str, name: str) -> Markup:
    """Return the code as a picture in the page, dark on light whatever the reader's colours."""
    code = segno.make(url, error="m", micro=False)
    drawn = code.svg_inline(
        border=4, light="#fff", dark="#000", svgclass=None, lineclass=None, omitsize=True, title=name
    )
    return Markup(drawn)  # noqa: S704 - made by segno, which escapes the title

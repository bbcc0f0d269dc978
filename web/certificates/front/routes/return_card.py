"""Back from the card app: to the draft of this very browser that went, and to no other.

A browser that did not go gets nothing and spends nothing: the code in its address stays good for nobody but the one that
went. It is told to go back there, or to open the draft here by the link in our mail.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from domain.certificates.draft import Errand, Filling
from domain.certificates.submission import NAME
from domain.errors import DomainError
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, find_draft
from web.certificates.front.sending import collect
from web.certificates.front.trips import RETURN, gone_on
from web.front.page import Page, ThePage, page_of
from web.front.paths import PREFIX
from web.languages import wanted_language

router = APIRouter(route_class=DraftRoute, include_in_schema=False)
_SEE_OTHER = 303


@router.get(RETURN)
async def come_back(request: Request, desk: TheDesk) -> Response:
    """Go on with the trip this browser was on."""
    page = page_of(request, wanted_language(request))
    answer = dict(request.query_params)
    if len(answer) != len(request.query_params.multi_items()) or page.visit.fresh:
        return _foreign(page)
    found = await _gone_from(page, desk, answer.get("state", ""))
    if found is not None:
        at_hand, errand = found
        return await collect(at_hand, errand, answer)
    return await _gone_before(page, desk, answer.get("state", ""))


@router.get(f"{PREFIX}{RETURN}")
async def show_foreign(page: ThePage) -> Response:
    """Tell a browser that did not go what to do."""
    return page.show("certificates/foreign.html")


async def _gone_from(page: Page, desk: CertificateDesk, state: str) -> tuple[DraftAtHand, Errand] | None:
    """Return the draft from which this browser went, and the trip."""
    for draft in await desk.drafts.open_ones(page.visit.key):
        if draft.procedure != NAME:
            continue
        filling = Filling.of(draft.content)
        errand = filling.errand(page.visit.key, state)
        if errand is not None:
            gone = gone_on(page.request, state)  # in the language of the page it went from
            spoken = page_of(page.request, gone.language if gone else filling.language)
            return DraftAtHand(spoken, desk, draft, filling), errand
    return None


async def _gone_before(page: Page, desk: CertificateDesk, state: str) -> Response:
    """Lead who comes back a second time to where the draft stands now."""
    gone = gone_on(page.request, state)
    if gone is None:
        return _foreign(page)
    try:
        return (await find_draft(page_of(page.request, gone.language), desk, gone.draft_id)).go_on()
    except DomainError:
        return _foreign(page)


def _foreign(page: Page) -> Response:
    return RedirectResponse(page.path(RETURN), status_code=_SEE_OTHER)

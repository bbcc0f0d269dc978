"""A draft continued elsewhere, by the link in our mail: shown first, opened by a press. Mail programs look into links too."""

from fastapi import APIRouter, Response

from domain.certificates.submission import NAME
from web.certificates.desk import TheDesk
from web.certificates.front.draft_at_hand import DraftRoute, find_draft
from web.front.page import ThePage
from web.front.paths import PREFIX

router = APIRouter(prefix=PREFIX, route_class=DraftRoute, include_in_schema=False)
_GONE = 404


@router.get("/continue/{secret}")
async def ask(page: ThePage, secret: str) -> Response:
    """Offer to go on here."""
    return page.show("certificates/continue.html", secret=secret)


@router.post("/continue/{secret}")
async def go_on(page: ThePage, secret: str, desk: TheDesk) -> Response:
    """Go on here: from now on the draft is this browser's too."""
    await page.fields()
    draft = await desk.drafts.continue_by(page.visit.key, secret)
    if draft is None or draft.procedure != NAME:
        return page.show("certificates/link_over.html", status=_GONE)
    return (await find_draft(page, desk, draft.draft_id)).go_on()

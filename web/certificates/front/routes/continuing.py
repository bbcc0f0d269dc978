"""A draft continued elsewhere, by the link in our mail: shown first, opened by a press. Mail programs look into links too."""

from fastapi import APIRouter, Response

from domain.certificates.draft import Filling
from domain.certificates.submission import NAME
from domain.mail_address import masked
from web.certificates.desk import TheDesk
from web.certificates.front.draft_at_hand import DraftRoute, find_draft
from web.front.page import Page, ThePage
from web.front.paths import PREFIX

router = APIRouter(prefix=PREFIX, route_class=DraftRoute, include_in_schema=False)
_GONE = 404


@router.get("/continue/{secret}")
async def ask(page: ThePage, secret: str, desk: TheDesk) -> Response:
    """Offer to go on here, and tell to whose mail all will go: who was sent a stranger's link is to notice."""
    draft = await desk.drafts.linked(secret)
    if draft is None or draft.procedure != NAME:
        return _over(page)
    mail = None if draft.sent else Filling.of(draft.content).mail
    return page.show("certificates/continue.html", secret=secret, mail=masked(mail) if mail else None)


@router.post("/continue/{secret}")
async def go_on(page: ThePage, secret: str, desk: TheDesk) -> Response:
    """Go on here: from now on the draft is this browser's too."""
    await page.fields()
    draft = await desk.drafts.continue_by(page.visit.key, secret)
    if draft is None or draft.procedure != NAME:
        return _over(page)
    return (await find_draft(page, desk, draft.draft_id)).go_on()


def _over(page: Page) -> Response:
    return page.show("certificates/link_over.html", status=_GONE)

"""What a browser keeps of people who have sent nothing: a time limit that is told and extended, and an end to it on request."""

from fastapi import APIRouter, Response

from web.desk import TheDesk
from web.front.page import ThePage
from web.front.paths import PREFIX
from web.front.routes.start import begun

router = APIRouter(include_in_schema=False)


@router.get(PREFIX + "/session/extend")
async def show(page: ThePage, desk: TheDesk) -> Response:
    """Show until when what this browser has begun is kept."""
    return page.show("session_extend.html", begun=await begun(page, desk))


@router.post(PREFIX + "/session/extend")
async def extend(page: ThePage, desk: TheDesk) -> Response:
    """Keep all of it for another 72 hours, from now."""
    await page.fields()
    for draft in await desk.drafts.open_ones(page.visit.key):
        await desk.drafts.extend(page.visit.key, draft.draft_id)
    return page.go("/session/extend", banner="banner.extended")


@router.get(PREFIX + "/session/leave")
async def show_left(page: ThePage, desk: TheDesk) -> Response:
    """Show what stays in this browser for whoever uses it next."""
    return page.show("session_leave.html", begun=await begun(page, desk))


@router.post(PREFIX + "/session/leave")
async def leave(page: ThePage, desk: TheDesk) -> Response:
    """Erase all of it."""
    await page.fields()
    for draft in await desk.drafts.open_ones(page.visit.key):
        await desk.drafts.drop(page.visit.key, draft.draft_id)
    return page.go("", banner="banner.left")

"""The time limit of drafts: told before it comes, extended as often as one likes, and nothing typed is lost by it."""

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

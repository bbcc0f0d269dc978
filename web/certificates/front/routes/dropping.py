"""A draft by its own address: gone on with, or thrown away."""

from fastapi import APIRouter, Response

from web.certificates.front.draft_at_hand import DraftRoute, TheDraft
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)


@router.get("")
async def go_on(held: TheDraft) -> Response:
    """Lead to the page of a draft that is due."""
    return held.go_on()


@router.get("/drop")
async def ask_drop(held: TheDraft) -> Response:
    """Ask whether a draft is to be thrown away."""
    return held.page.show("certificates/drop.html", draft=held)


@router.post("/drop")
async def drop(held: TheDraft) -> Response:
    """Throw a draft away; nothing was sent."""
    await held.page.fields()
    await held.desk.drafts.drop(held.visit.key, held.draft.draft_id)
    return held.page.go(f"/procedures/{held.filling.kind.value}", banner="banner.dropped")

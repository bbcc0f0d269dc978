"""A draft by its own address: gone on with, or thrown away."""

from fastapi import APIRouter, Response

from web.certificates.front.draft_at_hand import DraftRoute, TheDraft
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)


@router.get("")
async def go_on(at_hand: TheDraft) -> Response:
    """Lead to the page of a draft that is due."""
    return at_hand.go_on()


@router.get("/drop")
async def ask_drop(at_hand: TheDraft) -> Response:
    """Ask whether a draft is to be thrown away."""
    return at_hand.page.show("certificates/drop.html", draft=at_hand)


@router.post("/drop")
async def drop(at_hand: TheDraft) -> Response:
    """Throw a draft away; nothing was sent."""
    await at_hand.page.fields()
    await at_hand.desk.drafts.drop(at_hand.visit.key, at_hand.draft.draft_id)
    return at_hand.page.go(f"/procedures/{at_hand.filling.kind.value}", banner="banner.dropped")

"""The postcode, asked for only after signing and only where the address of the card leaves a choice."""

from fastapi import APIRouter, Response

from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, TheDraft
from web.certificates.front.sending import send
from web.certificates.front.typed import read_typed
from web.front.mistakes import Mistakes
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)


@router.get("/postcode")
async def ask(at_hand: TheDraft) -> Response:
    """Ask which it is; where none is known, for the figures."""
    if not (at_hand.filling.signature and at_hand.filling.asks_postcode):
        return at_hand.go_on()
    return await _page(at_hand, "", Mistakes())


@router.post("/postcode")
async def answer(at_hand: TheDraft) -> Response:
    """Take the choice and send what is signed."""
    fields = await at_hand.page.fields()
    if not (at_hand.filling.signature and at_hand.filling.asks_postcode):
        return at_hand.go_on()
    written = fields.get("postcode")
    read, wrong = read_typed({"postcode": written})
    if wrong:
        return await _page(at_hand, written, Mistakes.of(wrong, at_hand.page.problem_language))
    return await send(await at_hand.change(lambda f: f.with_postcode(read["postcode"])))


async def _page(at_hand: DraftAtHand, written: str, mistakes: Mistakes) -> Response:
    areas = await at_hand.desk.counter.postcode_areas(
        at_hand.filling.signed_form(at_hand.desk.municipality), at_hand.filling.signature
    )
    options = [
        (
            area.postcode,
            f"{area.postcode[:3]}-{area.postcode[3:]} {area.prefecture}{area.municipality}{area.town}",
            None,
        )
        for area in areas
    ]
    return at_hand.page.show(
        "certificates/postcode.html", mistakes=mistakes, draft=at_hand, options=options, postcode=written
    )

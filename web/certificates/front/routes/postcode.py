"""The postcode, asked for only after signing and only where the address of the card leaves a choice."""

from fastapi import APIRouter, Response

from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, TheDraft
from web.certificates.front.sending import send
from web.certificates.front.typed import read_typed
from web.front.mistakes import Mistakes
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)


@router.get("/postcode")
async def ask(held: TheDraft) -> Response:
    """Ask which it is; where none is known, for the figures."""
    if not (held.filling.signature and held.filling.asks_postcode):
        return held.go_on()
    return await _page(held, "", Mistakes())


@router.post("/postcode")
async def answer(held: TheDraft) -> Response:
    """Take the choice and send what is signed."""
    fields = await held.page.fields()
    if not (held.filling.signature and held.filling.asks_postcode):
        return held.go_on()
    written = fields.get("postcode")
    read, wrong = read_typed({"postcode": written})
    if wrong:
        return await _page(held, written, Mistakes.of(wrong, held.page.problem_language))
    return await send(await held.change(lambda f: f.with_postcode(read["postcode"])))


async def _page(held: DraftAtHand, written: str, mistakes: Mistakes) -> Response:
    areas = await held.desk.counter.postcode_areas(
        held.filling.signed_form(held.desk.municipality), held.filling.signature
    )
    options = [
        (
            area.postcode,
            f"{area.postcode[:3]}-{area.postcode[3:]} {area.prefecture}{area.municipality}{area.town}",
            None,
        )
        for area in areas
    ]
    return held.page.show(
        "certificates/postcode.html", mistakes=mistakes, draft=held, options=options, postcode=written
    )

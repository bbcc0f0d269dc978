"""Signing with the card app: out of the page, and back with a signature, or with the reason why there is none."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from domain.certificates.draft import Errand, Step
from domain.errors import PortUnavailable
from web.certificates.front.card_words import help_about
from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, TheDraft
from web.certificates.front.refusal_words import refusals_in
from web.certificates.front.sending import collect, send
from web.certificates.front.trips import Gone, remember_trip
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)
_SEE_OTHER = 303


@router.get("/sign")
async def show(held: TheDraft) -> Response:
    """Show where the signing stands: not sent yet, not taken, or no signature and why."""
    page, filling = held.page, held.filling
    if filling.lacks_postcode:
        return held.go("postcode")
    waiting = _waiting(held)
    if filling.signature or waiting:
        busy = waiting is not None and waiting.is_being_asked(held.desk.clock())
        return page.show("certificates/unsent.html", draft=held, busy=busy, is_signed=bool(filling.signature))
    if filling.refusals:
        return page.show("certificates/not_taken.html", draft=held, refusals=refusals_in(held))
    if filling.trouble:
        name, left = filling.trouble.trouble.value, filling.trouble.tries_left
        return page.show("certificates/trouble.html", draft=held, name=name, left=left, help=help_about(name))
    return held.go(Step.CHECK)


@router.post("/sign")
async def sign(held: TheDraft) -> Response:
    """Send the browser to the card app with the text it was shown; go on with what is signed already."""
    fields = await held.page.fields()
    held = await held.as_it_stands()
    filling = held.filling
    if filling.signature:
        return held.go("postcode") if filling.lacks_postcode else await send(held)
    waiting = _waiting(held)
    if waiting is not None and fields.has("again"):
        return await collect(held, waiting, waiting.answer)
    held.reach(Step.CHECK)
    statement, now = filling.statement, held.desk.clock()
    if statement is None or statement.nonce != fields.get("statement") or not filling.has_statement(now):
        return held.go(Step.CHECK, banner="banner.text_changed")
    return await _leave(held, statement.text)


async def _leave(held: DraftAtHand, text: str) -> Response:
    """Lead out to the card app: a button pressed twice goes on one trip."""
    desk, key, now = held.desk, held.visit.key, held.desk.clock()
    trip = held.filling.under_way(key, now)
    if trip is None:
        if desk.card_app is None:
            return held.go("upload")
        try:
            ordered = await desk.card_app.begin(text.encode())
        except PortUnavailable:
            return held.go(Step.CHECK, banner="banner.app_down")
        held = await held.change(lambda f: f.leaving(key, ordered, text, now))
        trip = held.filling.under_way(key, now)
    if trip is None:  # the text was changed in another window at this moment
        return held.go(Step.CHECK, banner="banner.text_changed")
    response = RedirectResponse(trip.url, status_code=_SEE_OTHER)
    remember_trip(response, trip.state, Gone(held.draft.draft_id, held.page.language), secure=held.page.site.secure)
    return response


def _waiting(held: DraftAtHand) -> Errand | None:
    """Return a trip that came back and whose answer could not be looked into yet."""
    return next((each for each in held.filling.errands if each.answer and each.visit == held.visit.key), None)

"""Signing with the card app: out of the page, and back with a signature, or with the reason why there is none."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from domain.certificates.draft import Step
from domain.errors import PortUnavailable
from web.certificates.front.card_words import help_about
from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, TheDraft
from web.certificates.front.refusal_words import refusals_in
from web.certificates.front.sending import collect, send, unsent_page
from web.certificates.front.trips import Gone, remember_trip
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)
_SEE_OTHER = 303


@router.get("/sign")
async def show(at_hand: TheDraft) -> Response:
    """Show where the signing stands: not sent yet, not taken, or no signature and why."""
    page, filling = at_hand.page, at_hand.filling
    if filling.lacks_postcode:
        return at_hand.go("postcode")
    waiting = filling.waiting(at_hand.visit.key)
    if filling.signature or waiting:
        busy = waiting is not None and waiting.is_being_asked(at_hand.desk.clock())
        return unsent_page(at_hand, busy=busy)
    if filling.refusals:
        return page.show("certificates/not_taken.html", draft=at_hand, refusals=refusals_in(at_hand))
    if filling.trouble:
        trouble, left = filling.trouble.trouble, filling.trouble.tries_left
        topic = help_about(trouble.value)
        return page.show("certificates/trouble.html", draft=at_hand, trouble=trouble, left=left, help=topic)
    return at_hand.go(Step.CHECK)


@router.post("/sign")
async def sign(at_hand: TheDraft) -> Response:
    """Send the browser to the card app with the text it was shown; go on with what is signed already."""
    fields = await at_hand.page.fields()
    at_hand = await at_hand.as_it_stands()
    filling = at_hand.filling
    if filling.signature:
        return at_hand.go("postcode") if filling.lacks_postcode else await send(at_hand)
    waiting = filling.waiting(at_hand.visit.key)
    if waiting is not None and fields.has("again"):
        return await collect(at_hand, waiting, waiting.answer)
    at_hand.reach(Step.CHECK)
    statement, now = filling.statement, at_hand.desk.clock()
    if statement is None or statement.nonce != fields.get("statement") or not filling.has_statement(now):
        return at_hand.go(Step.CHECK, banner="banner.text_changed")
    return await _leave(at_hand, statement.text)


async def _leave(at_hand: DraftAtHand, text: str) -> Response:
    """Lead out to the card app: a button pressed twice goes on one trip."""
    desk, key, now = at_hand.desk, at_hand.visit.key, at_hand.desk.clock()
    trip = at_hand.filling.under_way(key, now)
    if trip is None:
        if desk.card_app is None:
            return at_hand.go("upload")
        try:
            ordered = await desk.card_app.begin(text.encode())
        except PortUnavailable:
            return at_hand.go(Step.CHECK, banner="banner.app_down")
        at_hand = await at_hand.change(lambda f: f.leaving(key, ordered, text, now))
        trip = at_hand.filling.under_way(key, now)
    if trip is None:  # the text was changed in another window at this moment
        return at_hand.go(Step.CHECK, banner="banner.text_changed")
    response = RedirectResponse(trip.url, status_code=_SEE_OTHER)
    remember_trip(
        response, trip.state, Gone(at_hand.draft.draft_id, at_hand.page.language), secure=at_hand.page.site.secure
    )
    return response

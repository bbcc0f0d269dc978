"""A draft on its way to the counter: signed, sent once, its receipt shown in this browser."""

import base64
import secrets
from collections.abc import Mapping

import structlog
from fastapi import Response
from pydantic import JsonValue

from domain.cases.citizen import Proof, Proven
from domain.certificates.draft import Corrects, Errand, Refusal, Step, Trouble
from domain.errors import PortUnavailable
from domain.identity.card_app import CardAppRefused
from domain.problems import SubmissionRefused
from web.certificates.front.corrections import send_correction
from web.certificates.front.draft_at_hand import DraftAtHand
from web.certificates.front.unanswered import unanswered

_log = structlog.get_logger()
POSTCODE = "delivery.postcode"
"""The field of the counter's form for which the draft has a page of its own."""


async def collect(at_hand: DraftAtHand, errand: Errand, answer: Mapping[str, str]) -> Response:
    """Have an answer of the card app looked into, by one of all who bring it at a time; then send what was signed."""
    now, state, call = at_hand.desk.clock(), errand.trip.state, secrets.token_hex(8)
    at_hand = await at_hand.change(lambda f: f.asking(state, answer, call, now))
    mine = at_hand.filling.errand(at_hand.visit.key, state)
    card_app = at_hand.desk.card_app
    if mine is None or mine.asked_by != call or card_app is None:
        return at_hand.go(Step.SIGN)
    try:
        signature = await card_app.finish(errand.trip, answer)
    except CardAppRefused as refusal:
        _log.info("card_app_brought_no_signature", trouble=refusal.trouble.value, why=refusal.why)
        trouble = Trouble(refusal.trouble, refusal.tries_left)
        return (await at_hand.change(lambda f: f.failing(state, trouble))).go(Step.SIGN)
    except PortUnavailable:
        return (await at_hand.change(lambda f: f.unanswered(call))).go(Step.SIGN)
    return await send_signed(at_hand, signature)


async def send_signed(at_hand: DraftAtHand, signature: bytes) -> Response:
    """Send a draft with a signature (CMS, DER). The first one stays: a second one would be another request."""
    written = base64.b64encode(signature).decode()
    at_hand = await at_hand.change(lambda f: f.signing(written, at_hand.page.language))
    return await send(at_hand) if at_hand.filling.signature else at_hand.go_on()


async def send(at_hand: DraftAtHand) -> Response:
    """Hand a signed draft in and lead to its receipt, or to the page that says why the counter did not take it.

    However often it is sent, it is one request: the same key, the same form, the same signature.
    """
    desk, draft, filling = at_hand.desk, at_hand.draft, at_hand.filling
    form = filling.signed_form(desk.municipality)
    try:
        if filling.corrects:
            return await _send_correction(at_hand, filling.corrects, form)
        receipt = await desk.counter.submit(form, filling.signature, draft.idempotency_key)
    except SubmissionRefused as error:
        if filling.typed is None and {each.field for each in error.problems} == {POSTCODE}:
            return (await at_hand.change(lambda f: f.asking_postcode())).go("postcode")
        return (await keep_refusals(at_hand, error)).go(Step.SIGN)
    await desk.drafts.sent(draft, receipt.case_id, receipt.receipt_number)
    await desk.opened.open(at_hand.visit.key, Proven(case_id=receipt.case_id, proof=Proof.BROWSER))
    return at_hand.page.go(f"/r/{receipt.receipt_number}", banner="banner.applied")


async def _send_correction(at_hand: DraftAtHand, about: Corrects, form: Mapping[str, JsonValue]) -> Response:
    try:
        return await send_correction(at_hand, about, form)
    except PortUnavailable as error:
        return unanswered(unsent_page(at_hand), error)


def unsent_page(at_hand: DraftAtHand, *, busy: bool = False) -> Response:
    """Return the page of what is signed, or being confirmed, and not sent: a button sends it."""
    filling = at_hand.filling
    signed = "correction" if filling.corrects else "signed"
    about = signed if filling.signature else "busy" if busy else "waiting"
    return at_hand.page.show("certificates/unsent.html", draft=at_hand, about=about)


async def keep_refusals(at_hand: DraftAtHand, error: SubmissionRefused) -> DraftAtHand:
    """Keep for what mistakes the counter did not take it: its page tells them, in whatever language."""
    found = tuple(Refusal(each.field, each.code.value, each.facts) for each in error.problems)
    signature = at_hand.filling.signature
    return await at_hand.change(lambda f: f.refused(found) if f.signature == signature else f)

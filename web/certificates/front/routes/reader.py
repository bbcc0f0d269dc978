"""The way of a computer with a card reader: who asks is typed if need be, the text is signed there, the signature uploaded."""

import base64
import binascii
import re

from fastapi import APIRouter, Response
from markupsafe import Markup

from domain.certificates.draft import Step, Typed
from domain.problems import SubmissionRefused, problem
from web.certificates.front.corrections import written
from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, Elsewhere, TheDraft
from web.certificates.front.routes.check import with_statement
from web.certificates.front.sending import keep_refusals, send, send_signed
from web.certificates.front.typed import NAMES, read_typed
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)
# Two patterns, each looked for once: one of both would look for the end anew behind each of many beginnings.
_BEGINS, _ENDS = (re.compile(rb"-----%b [A-Z0-9 ]+-----" % word) for word in (b"BEGIN", b"END"))
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")


@router.get("/typed")
async def ask(at_hand: TheDraft) -> Response:
    """Ask who asks, in words."""
    _reach_typed(at_hand)
    typed = at_hand.filling.typed
    values = typed.model_dump() if typed else dict.fromkeys(Typed.model_fields, "")
    return _typed_page(at_hand, values, Mistakes())


@router.post("/typed")
async def answer(at_hand: TheDraft) -> Response:
    """Keep it, or go back to what the card says."""
    fields = await at_hand.page.fields()
    _reach_typed(at_hand)
    if fields.has("as_card"):
        return (await at_hand.change(lambda f: f.naming(None))).go(Step.CHECK)
    values = {name: fields.texts.get(name, "") for name in Typed.model_fields}
    read, wrong = read_typed(values)
    typed = Typed(**read)
    try:
        await at_hand.desk.counter.write_statement(at_hand.filling.naming(typed).form(at_hand.desk.municipality))
    except SubmissionRefused as error:
        wrong += [
            problem(NAMES[each.field], each.code, "ja", **each.facts)
            for each in error.problems
            if NAMES.get(each.field) in Typed.model_fields
        ]
    if wrong:
        say = at_hand.page.set.words[at_hand.page.language].say
        names = {name: say(f"apply.typed.{name}") for name in Typed.model_fields}
        empty = {name: say(f"apply.typed.{name}_hint") for name, value in values.items() if not value.strip()}
        told = Mistakes.of(wrong, at_hand.page.problem_language).named(names)
        return _typed_page(at_hand, values, told.followed_by(empty))
    return (await at_hand.change(lambda f: f.naming(typed))).go(Step.CHECK)


@router.get("/upload")
async def show(at_hand: TheDraft) -> Response:
    """Show what to sign and where to hand in the signature."""
    await _reach_text(at_hand)
    try:
        at_hand = await with_statement(at_hand)
    except SubmissionRefused as error:
        return (await keep_refusals(at_hand, error)).go(Step.SIGN)
    return _upload_page(at_hand, Mistakes())


@router.get("/text")
async def give(at_hand: TheDraft) -> Response:
    """Give the text to sign, byte for byte, as a file."""
    await _reach_text(at_hand)
    statement = at_hand.filling.statement
    if statement is None:
        return at_hand.go(Step.CHECK)
    return Response(
        statement.text.encode(),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="shinseibun.txt"', "Cache-Control": "no-store"},
    )


@router.post("/upload")
async def take(at_hand: TheDraft) -> Response:
    """Take the signature and send."""
    fields = await at_hand.page.fields()
    if at_hand.filling.signature:
        return await send(at_hand)
    at_hand.reach(Step.CHECK)
    statement = at_hand.filling.statement
    if statement is None or statement.nonce != fields.get("statement"):
        return at_hand.go("upload", banner="banner.text_changed")
    signature = _signature(fields)
    if not signature:
        return _upload_page(at_hand, Mistakes({"signature": at_hand.page.say("apply.upload.file_missing")}))
    return await send_signed(at_hand, signature)


def _reach_typed(at_hand: DraftAtHand) -> None:
    """Raise Elsewhere when it is not this page's turn: a correction has a page of its own for what may change."""
    at_hand.reach(Step.CHECK)
    if at_hand.filling.corrects:
        raise Elsewhere(at_hand.go_on())


async def _reach_text(at_hand: DraftAtHand) -> None:
    """Raise Elsewhere when it is not this page's turn, CodeNeeded where the text is of a case that is shut in this browser."""
    at_hand.reach(Step.CHECK)
    if at_hand.filling.corrects:
        await written(at_hand, at_hand.filling.corrects)


def _signature(fields: Fields) -> bytes:
    """Return what was uploaded as DER: programs write it as such, as Base64, or in PEM."""
    file = fields.files.get("signature", b"")
    begins = _BEGINS.search(file)
    ends = _ENDS.search(file, begins.end()) if begins else None
    body = file[begins.end() : ends.start()] if begins and ends else file
    if not _BASE64.fullmatch(body):
        return file
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error:
        return file


def _typed_page(at_hand: DraftAtHand, values: dict[str, str], mistakes: Mistakes) -> Response:
    return at_hand.page.show("certificates/typed.html", mistakes=mistakes, draft=at_hand, values=values)


def _upload_page(at_hand: DraftAtHand, mistakes: Mistakes) -> Response:
    statement = at_hand.filling.statement
    text = Markup("{}").format(statement.text if statement else "")
    return at_hand.page.show(
        "certificates/upload.html", mistakes=mistakes, draft=at_hand, statement=statement, text=text
    )

"""The way of a computer with a card reader: who asks is typed if need be, the text is signed there, the signature uploaded."""

import base64
import binascii
import re

from fastapi import APIRouter, Response
from markupsafe import Markup

from domain.certificates.draft import Step, Typed
from domain.form_problems import FormProblem
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
async def ask(held: TheDraft) -> Response:
    """Ask who asks, in words."""
    _reach_typed(held)
    typed = held.filling.typed
    values = typed.model_dump() if typed else dict.fromkeys(Typed.model_fields, "")
    return _typed_page(held, values, Mistakes())


@router.post("/typed")
async def answer(held: TheDraft) -> Response:
    """Keep it, or go back to what the card says."""
    fields = await held.page.fields()
    _reach_typed(held)
    if fields.has("as_card"):
        return (await held.change(lambda f: f.naming(None))).go(Step.CHECK)
    values = {name: fields.texts.get(name, "") for name in Typed.model_fields}
    read, wrong = read_typed(values)
    typed = Typed(**read)
    try:
        await held.desk.counter.write_statement(held.filling.naming(typed).form(held.desk.municipality))
    except SubmissionRefused as error:
        wrong += [
            problem(NAMES[each.field], each.code, "ja", **each.facts)
            for each in error.problems
            if NAMES.get(each.field) in Typed.model_fields
        ]
    if wrong:
        say = held.page.set.words[held.page.language].say
        names = {name: say(f"apply.typed.{name}") for name in Typed.model_fields}
        empty = {name: say(f"apply.typed.{name}_hint") for name, value in values.items() if not value.strip()}
        told = Mistakes.of(wrong, held.page.problem_language).named(names)
        return _typed_page(held, values, told.followed_by(empty))
    return (await held.change(lambda f: f.naming(typed))).go(Step.CHECK)


@router.get("/upload")
async def show(held: TheDraft) -> Response:
    """Show what to sign and where to hand in the signature."""
    await _reach_text(held)
    try:
        held = await with_statement(held)
    except SubmissionRefused as error:
        return (await keep_refusals(held, error)).go(Step.SIGN)
    return _upload_page(held, Mistakes())


@router.get("/text")
async def give(held: TheDraft) -> Response:
    """Give the text to sign, byte for byte, as a file."""
    await _reach_text(held)
    statement = held.filling.statement
    if statement is None:
        return held.go(Step.CHECK)
    return Response(
        statement.text.encode(),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="shinseibun.txt"', "Cache-Control": "no-store"},
    )


@router.post("/upload")
async def take(held: TheDraft) -> Response:
    """Take the signature and send."""
    fields = await held.page.fields()
    if held.filling.signature:
        return await send(held)
    held.reach(Step.CHECK)
    statement = held.filling.statement
    if statement is None or statement.nonce != fields.get("statement"):
        return held.go("upload", banner="banner.text_changed")
    signature = _signature(fields)
    if not signature:
        mistake = problem("signature", FormProblem.MISSING)
        return _upload_page(held, Mistakes.of([mistake], held.page.problem_language))
    return await send_signed(held, signature)


def _reach_typed(held: DraftAtHand) -> None:
    """Raise Elsewhere when it is not this page's turn: a correction has a page of its own for what may change."""
    held.reach(Step.CHECK)
    if held.filling.corrects:
        raise Elsewhere(held.go_on())


async def _reach_text(held: DraftAtHand) -> None:
    """Raise Elsewhere when it is not this page's turn, CodeNeeded where the text is of a case that is shut in this browser."""
    held.reach(Step.CHECK)
    if held.filling.corrects:
        await written(held, held.filling.corrects)


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


def _typed_page(held: DraftAtHand, values: dict[str, str], mistakes: Mistakes) -> Response:
    return held.page.show("certificates/typed.html", mistakes=mistakes, draft=held, values=values)


def _upload_page(held: DraftAtHand, mistakes: Mistakes) -> Response:
    statement = held.filling.statement
    text = Markup("{}").format(statement.text if statement else "")
    return held.page.show("certificates/upload.html", mistakes=mistakes, draft=held, statement=statement, text=text)

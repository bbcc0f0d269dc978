"""The mail address, and the code that shows that it is theirs: the second and third page of a draft."""

import re

from fastapi import APIRouter, Response

from domain.certificates.draft import Step
from domain.errors import DomainError, ErrorCode
from domain.written import folded
from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, TheDraft
from web.certificates.front.typed import read_typed
from web.front.mistakes import Mistakes
from web.front.network import TheNetwork
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)
_MINUTE = 60
_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_WRONG = {
    ErrorCode.MAIL_CODE_REFUSED: "apply.code.wrong",
    ErrorCode.MAIL_CODE_OVER: "apply.code.over",
}


@router.get("/mail")
async def ask(at_hand: TheDraft) -> Response:
    """Ask for the address."""
    at_hand.reach(Step.MAIL)
    return _mail_page(at_hand, at_hand.filling.mail or "", Mistakes())


@router.post("/mail")
async def answer(at_hand: TheDraft, network: TheNetwork) -> Response:
    """Keep the address and send a code to it; one that is theirs already needs none."""
    fields = await at_hand.page.fields()
    at_hand.reach(Step.MAIL)
    written = fields.get("mail")
    if not written:
        return _mail_page(at_hand, "", Mistakes({"mail": at_hand.page.say("apply.mail.missing")}))
    read, wrong = read_typed({"mail": written})
    if wrong:
        return _mail_page(at_hand, written, Mistakes.of(wrong, at_hand.page.problem_language))
    mail = read["mail"]
    if at_hand.filling.mailing(mail).is_mail_theirs:
        return at_hand.go_on()
    try:
        await _send(at_hand, mail, network)
    except DomainError as error:  # the address of before stays
        return _mail_page(at_hand, written, _too_many(at_hand, "mail", error))
    return (await at_hand.change(lambda f: f.mailing(mail))).go(Step.CODE)


@router.get("/code")
async def ask_code(at_hand: TheDraft) -> Response:
    """Ask for the six digits."""
    at_hand.reach(Step.CODE)
    return _code_page(at_hand, Mistakes())


@router.post("/code")
async def answer_code(at_hand: TheDraft, network: TheNetwork) -> Response:
    """Take the digits, or send new ones."""
    fields = await at_hand.page.fields()
    at_hand.reach(Step.CODE)
    mail = at_hand.filling.mail
    if at_hand.filling.is_mail_theirs or mail is None:
        return at_hand.go_on()
    if fields.has("again"):
        try:
            await _send(at_hand, mail, network)
        except DomainError as error:
            return _code_page(at_hand, _too_many(at_hand, "code", error))
        return at_hand.go(Step.CODE, banner="banner.code_sent")
    if slip := _slip_in(fields.get("code")):
        return _code_page(at_hand, Mistakes({"code": at_hand.page.say(slip)}))
    try:
        await at_hand.desk.mail_codes.confirm(at_hand.draft, mail, fields.get("code"))
    except DomainError as error:
        return await _not_confirmed(at_hand, error)
    return (await at_hand.change(lambda f: f.confirmed(mail))).go_on()


def _slip_in(written: str) -> str | None:
    """Return the words for what can be no code: a slip of the finger, no guess, costs none of the five tries."""
    if not written:
        return "apply.code.missing"
    return None if _CODE.fullmatch(folded(written)) else "apply.code.not_six"


async def _not_confirmed(at_hand: DraftAtHand, error: DomainError) -> Response:
    """Say what is wrong; unless the same digits were taken at the same moment by another press."""
    if error.code not in _WRONG:
        raise error
    standing = await at_hand.as_it_stands()
    if standing.filling.is_mail_theirs:
        return standing.go_on()
    words = at_hand.page.say(_WRONG[error.code], left=error.facts.get("tries_left", 0))
    return _code_page(at_hand, Mistakes({"code": words}))


async def _send(at_hand: DraftAtHand, mail: str, network: str) -> None:
    await at_hand.desk.mail_codes.send(at_hand.draft, mail, network, at_hand.page.language)


def _too_many(at_hand: DraftAtHand, field: str, error: DomainError) -> Mistakes:
    if error.code is not ErrorCode.TOO_MANY_CODES:
        raise error
    seconds = int(error.facts.get("wait_seconds", _MINUTE))
    minutes = max(1, round(seconds / _MINUTE))
    return Mistakes({field: at_hand.page.say("apply.code.too_many", minutes=minutes)})


def _mail_page(at_hand: DraftAtHand, written: str, mistakes: Mistakes) -> Response:
    return at_hand.page.show("certificates/mail.html", mistakes=mistakes, draft=at_hand, mail=written)


def _code_page(at_hand: DraftAtHand, mistakes: Mistakes) -> Response:
    return at_hand.page.show("certificates/code.html", mistakes=mistakes, draft=at_hand, mail=at_hand.filling.mail)

"""Where people come back to a request: its number and the code from our mail open it in this browser."""

import re

from fastapi import APIRouter, Response

from domain import ids
from domain.errors import DomainError, ErrorCode
from web.desk import TheDesk
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.front.opened import ask_for_code
from web.front.page import Page, ThePage
from web.front.paths import PREFIX
from web.receipts import proven

router = APIRouter(prefix=PREFIX, include_in_schema=False)
_PAGE = re.compile(r"(?:/[a-z]{1,16}(?:\.pdf)?)?")  # of a case, behind its address
_REFUSED = frozenset({ErrorCode.CODE_REFUSED, ErrorCode.TOO_MANY_TRIES, ErrorCode.REQUEST_UNKNOWN})


@router.get("/status")
async def ask(page: ThePage) -> Response:
    """Ask for the number and the code."""
    return ask_for_code(page)


@router.post("/status")
async def open_case(page: ThePage, desk: TheDesk) -> Response:
    """Open a case in this browser, and lead to the page that was asked for."""
    fields = await page.fields()
    number, code, to = fields.get("number"), fields.get("code"), fields.get("to")
    to = to if _PAGE.fullmatch(to) else ""
    missing = _missing(page, fields)
    if missing:
        return ask_for_code(page, number, to, mistakes=missing)
    try:
        whose = await proven(desk, page.request, number, code)
    except DomainError as error:
        if error.code not in _REFUSED:
            raise
        return _refused(page, number, to, error)
    await desk.opened.open(page.visit.key, whose)
    return page.go(f"/r/{ids.normalise_receipt_number(number)}{to}")


def _missing(page: Page, fields: Fields) -> Mistakes:
    """Return what cannot be a number or a code at all: nobody is asked, and no try is counted."""
    wrong = dict[str, str]()
    if ids.normalise_receipt_number(fields.get("number")) is None:
        wrong["number"] = page.say("status.number_wrong" if fields.get("number") else "status.number_missing")
    if ids.normalise_confirmation_code(fields.get("code")) is None:
        wrong["code"] = page.say("status.code_wrong" if fields.get("code") else "status.code_missing")
    return Mistakes(wrong)


def _refused(page: Page, number: str, to: str, error: DomainError) -> Response:
    wait = error.facts.get("wait_seconds")
    key = "status.too_many_tries" if error.code is ErrorCode.TOO_MANY_TRIES else "status.refused"
    status = 200 if wait is None else 429
    answer = ask_for_code(page, number, to, mistakes=Mistakes({"code": page.say(key)}), status=status)
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer

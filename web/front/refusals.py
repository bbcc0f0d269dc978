"""Refusals and faults as a page, for who reads pages: in the page's language, with header, footer and a way on.

Words for people stand in `refusal.*`, by code; a code without any there has the problem document's.
"""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from domain.municipality.texts import Language
from web.accepting import wants_page
from web.front.headers import page_headers
from web.front.page import Page, page_of
from web.http_codes import STATUS, HttpCode
from web.languages import wanted_language
from web.problem_documents import Code, answer, words_of

_FAULT = 500


def is_page(request: Request) -> bool:
    """Say whether a call is a person's who reads a page of the counter."""
    return not request.url.path.startswith("/api/") and wants_page(request)


def language_of(request: Request) -> Language:
    """Return the language of the page that was asked for; what the browser prefers where its address has none."""
    first = request.url.path.split("/", 2)[1]
    return next((each for each in Language if each.value == first), wanted_language(request))


def refusal_page(
    request: Request, code: Code, status: int, *, error_id: str | None = None, wait_seconds: int | None = None
) -> Response:
    """Return the page of a refusal: what happened, what to do, and for a fault of ours the number to tell.

    It gives no cookie: a browser that asks for two pages at once would keep that of the one refused.
    """
    page = page_of(request, language_of(request))
    title, fix = _words(page, code, status)
    minutes = None if wait_seconds is None else max(1, -(-wait_seconds // 60))
    pressed = request.method == "POST" and status >= _FAULT
    told = {
        "heading": page.read(title),
        "fix": page.read(fix),
        "pressed": pressed,
        "error_id": error_id,
        "minutes": minutes,
    }
    html = page.render("refusal.html", title=page.plainly(title), refused=True, **told)
    headers = {**page_headers(), "Content-Language": page.language.value, "Vary": "Accept, Accept-Language"}
    return HTMLResponse(html, status, headers)


def _words(page: Page, code: Code, status: int) -> tuple[str, str]:
    """Return what happened, and what to do."""
    catalogue = page.set.words[page.language]
    key = f"refusal.{code.value}"
    if not catalogue.has(f"{key}.title"):
        if status < _FAULT and page.language is not Language.JA_SIMPLE:
            words = words_of(code, page.problem_language)
            return words.reason, words.fix
        key = "refusal.internal_error" if status >= _FAULT else "refusal.other"
    return catalogue.say(f"{key}.title"), catalogue.say(f"{key}.fix")


async def refuse_foreign(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a form that another site's page sent."""
    request = Request(scope)
    code = HttpCode.FORM_FOREIGN
    respond = refusal_page(request, code, STATUS[code]) if is_page(request) else answer(request, code, STATUS[code])
    await respond(scope, receive, send)

"""Refusals and faults as a page, for who reads pages: in the page's language, with a way on."""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from domain.municipality.texts import Language
from web.accepting import wants_page
from web.front.headers import page_headers
from web.front.pages import PageSet
from web.http_codes import STATUS, HttpCode
from web.languages import wanted_language
from web.problem_documents import Code, answer, words_of


def is_page(request: Request) -> bool:
    """Say whether a call is a person's who reads a page of the counter."""
    return not request.url.path.startswith("/api/") and wants_page(request)


def language_of(request: Request) -> Language:
    """Return the language of the page that was asked for; what the browser prefers where its address has none."""
    first = request.url.path.split("/", 2)[1]
    return next((each for each in Language if each.value == first), wanted_language(request))


def refusal_page(request: Request, code: Code, status: int, error_id: str | None = None) -> Response:
    """Return the page of a refusal: what happened, what to do, and for a fault of ours the number to tell."""
    pages: PageSet = request.app.state.pages
    language = language_of(request)
    words = words_of(code, "en" if language is Language.EN else "ja")
    html = pages.templates.get_template("refusal.html").render(
        language=language.value, words=words, catalogue=pages.words[language], error_id=error_id
    )
    return HTMLResponse(
        html, status, {**page_headers(), "Content-Language": language.value, "Vary": "Accept, Accept-Language"}
    )


async def refuse_foreign(scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a form that another site's page sent."""
    request = Request(scope)
    code = HttpCode.FORM_FOREIGN
    respond = refusal_page(request, code, STATUS[code]) if is_page(request) else answer(request, code, STATUS[code])
    await respond(scope, receive, send)

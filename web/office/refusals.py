"""Refusals and faults of the office's pages, and the way to the sign-in."""

from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from web.front.headers import page_headers
from web.office.page import PREFIX, SignInNeeded, office_page
from web.problem_documents import Code, words_of

_SEE_OTHER = 303


def is_of_office(request: Request) -> bool:
    """Say whether a call is for a page of the office."""
    path = request.url.path
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def office_refusal(
    request: Request, code: Code, status: int, *, error_id: str | None = None, wait_seconds: int | None = None
) -> Response:
    """Return the page of a refusal: what happened, what to do, and for a fault of ours the number to tell."""
    page = office_page(request)
    words = words_of(code, "ja")
    minutes = None if wait_seconds is None else max(1, -(-wait_seconds // 60))
    told = {"heading": words.reason, "fix": words.fix, "error_id": error_id, "minutes": minutes}
    html = page.render("office/refusal.html", title=words.reason, refused=True, **told)
    headers = {**page_headers(page.set.leads_to), "Content-Language": page.language.value}
    return HTMLResponse(html, status, headers)


def lead_to_sign_in(request: Request, error: Exception) -> Response:
    """Answer SignInNeeded: lead to the sign-in, and from there back to what was asked for."""
    assert isinstance(error, SignInNeeded)  # noqa: S101 - Starlette's signature is wider than what it passes
    back = office_page(request).here if request.method == "GET" else ""
    is_lost = request.method != "GET"  # what a form sent cannot be sent again from there
    asked = {"to": back, "fresh": error.fresh, "strong": error.strong, "lost": is_lost}
    query = urlencode({name: "1" if value is True else value for name, value in asked.items() if value})
    return RedirectResponse(f"{PREFIX}/sign-in{'?' if query else ''}{query}", status_code=_SEE_OTHER)

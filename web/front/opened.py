"""Who may see all of a case in a browser: who has shown the code from our mail there, or sent the request from it."""

from fastapi import Request, Response

from domain import ids
from domain.actors import APPLICANT
from domain.cases.citizen import Proven
from web.desk import Desk
from web.front.mistakes import Mistakes
from web.front.page import Page, page_of
from web.front.refusals import language_of

_NOBODY = "-"


class CodeNeeded(Exception):  # noqa: N818 - reads as what happened
    """A page of a case was asked for by a browser that has not opened it: it is asked for the code first.

    The same for a number nobody has. `number` is as it was written, `to` the page behind the case's address.
    """

    def __init__(self, number: str, to: str) -> None:
        super().__init__()
        self.number = number
        self.to = to


async def proof_of(page: Page, desk: Desk, case_id: str | None) -> Proven | None:
    """Return the proof that this browser has shown for a case, and note who came; None: it has shown none.

    A number that is nobody's (None) takes as long.
    """
    if page.visit.fresh:
        return None
    whose = await desk.opened.opened(page.visit.key, case_id or _NOBODY)
    if whose is not None:
        page.request.scope["madoguchi.actor"] = APPLICANT.id
    return whose


def ask_for_code(
    page: Page, number: str = "", to: str = "", *, mistakes: Mistakes | None = None, status: int = 200
) -> Response:
    """Return the page that asks for number and code, and leads on to the page `to` of the case."""
    written = ids.normalise_receipt_number(number) or number
    return page.show(
        "status.html",
        status=status,
        mistakes=mistakes,
        number=written,
        to=to,
        back_from_payment="paid" in page.request.query_params,
    )


def ask_who_came(request: Request, error: Exception) -> Response:
    """Answer CodeNeeded: a form that came too late is refused, a page that was asked for is behind the code."""
    assert isinstance(error, CodeNeeded)  # noqa: S101 - Starlette's signature is wider than what it passes
    page = page_of(request, language_of(request))
    return ask_for_code(page, error.number, error.to, status=200 if request.method == "GET" else 403)

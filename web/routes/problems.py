"""Explanations of problem types: what a problem document's `type` leads to."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from domain.errors import ErrorCode
from web import http_codes, statuses
from web.http_codes import HttpCode, HttpRefusal
from web.pages import page
from web.problem_documents import Code, words_of

router = APIRouter(prefix="/problems", include_in_schema=False)

REGISTRY: dict[str, tuple[Code, int]] = {
    **{code.value: (code, statuses.STATUS[code]) for code in ErrorCode},
    **{code.value: (code, http_codes.STATUS[code]) for code in HttpCode},
}
"""Every problem type by the last part of its address, with its HTTP status."""


@router.get("", response_class=HTMLResponse)
async def list_problems() -> str:
    """List all problem types."""
    rows = [(name, status, words_of(code, "ja")) for name, (code, status) in sorted(REGISTRY.items())]
    return page("problems.html", rows=rows)


@router.get("/{code}", response_class=HTMLResponse)
async def explain_problem(code: str) -> str:
    """Explain one problem type."""
    if code not in REGISTRY:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    found, status = REGISTRY[code]
    return page("problem.html", code=code, status=status, ja=words_of(found, "ja"), en=words_of(found, "en"))

"""Problem documents (RFC 9457): one form for everything that goes wrong, in Japanese or English.

What was sent is never repeated in them.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict

from domain.error_texts import ERROR_TEXTS
from domain.errors import ErrorCode
from domain.problem_codes import ProblemLanguage, Words
from domain.problems import Problem
from web.http_codes import HTTP_TEXTS, HttpCode
from web.languages import problem_language

MEDIA_TYPE = "application/problem+json"
Code = ErrorCode | HttpCode


class Mistake(BaseModel):
    """What is wrong with one field, and how to mend it. `field` is a path; empty for the whole."""

    model_config = ConfigDict(frozen=True)

    field: str
    code: str
    reason: str
    fix: str


class ProblemDocument(BaseModel):
    """A problem. `type` is an address with the explanation and never changes; `code` is its last part.

    `error_id` stands in our log beside what happened; it is given only when the fault is ours. `case_id` names the
    other case, where a refusal is because of one.
    """

    model_config = ConfigDict(frozen=True)

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[Mistake, ...] = ()
    error_id: str | None = None
    case_id: str | None = None


def words_of(code: Code, language: ProblemLanguage) -> Words:
    """Return the words for a code."""
    return ERROR_TEXTS[language][code] if isinstance(code, ErrorCode) else HTTP_TEXTS[language][code]


def answer(
    request: Request,
    code: Code,
    status: int,
    *,
    problems: tuple[Problem, ...] = (),
    headers: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer for a refusal, in the caller's language; `about` is its `error_id` or `case_id`."""
    language = problem_language(request)
    words = words_of(code, language)
    document = ProblemDocument(
        type=f"/problems/{code.value}",
        title=words.reason,
        status=status,
        detail=words.fix,
        code=code.value,
        errors=tuple(Mistake.model_validate(each.model_dump(mode="json"), extra="ignore") for each in problems),
        **(about or {}),
    )
    return Response(
        document.model_dump_json(exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Vary": "Accept-Language", **(headers or {})},
    )


def refused(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what a route's description says of answers that refuse."""
    schema = {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}
    content: dict[str, Any] = {MEDIA_TYPE: {"schema": schema}}
    return {status: {"description": "Refused; see the problem document", "content": content} for status in statuses}

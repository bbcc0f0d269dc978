"""Every refusal and fault as a problem document. Codes decide, never an exception's text."""

import math
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.problems import Problem, SubmissionRefused, problem, told_in
from web import http_codes, statuses
from web.front.opened import CodeNeeded, ask_who_came
from web.front.refusals import is_page, refusal_page
from web.http_codes import HttpCode, HttpRefusal
from web.invalid_calls import mistakes
from web.languages import problem_language
from web.office.acts import PageStale
from web.office.page import SignInNeeded
from web.office.refusals import is_of_office, lead_to_sign_in, office_refusal
from web.office.stale import tell_stale
from web.problem_documents import Code, answer

_log = structlog.get_logger()
_RETRY_SECONDS = 5  # when the system did not say
_LONGEST_RETRY = 600
_FAULT = 500
_OF_STATUS = {
    404: HttpCode.NOT_FOUND,
    405: HttpCode.METHOD_NOT_ALLOWED,
    413: HttpCode.BODY_TOO_LARGE,
    415: HttpCode.NOT_JSON,
}


def call_id(request: Request) -> str:
    """Return the id under which the log knows this call."""
    return str(request.scope.get("madoguchi.call", "-"))


def _refuse(request: Request, code: Code, status: int, **more: Any) -> Response:
    """Return a refusal as a page to who reads pages, else as a problem document."""
    if is_page(request):
        refuse = office_refusal if is_of_office(request) else refusal_page
        headers = more.get("headers") or {}
        wait = int(headers["Retry-After"]) if "Retry-After" in headers else None
        error_id = (more.get("about") or {}).get("error_id")
        response = refuse(request, code, status, error_id=error_id, wait_seconds=wait)
        response.headers.update(headers)
        return response
    return answer(request, code, status, **more)


async def _domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101 - Starlette's signature is wider than what it passes
    status = statuses.STATUS[error.code]
    mistakes_told = error.problems if isinstance(error, SubmissionRefused) else ()
    problems = tuple(told_in(problem_language(request), each) for each in mistakes_told)
    if status < _FAULT:
        wait = error.facts.get("wait_seconds")
        headers = {} if wait is None else {"Retry-After": str(wait)}
        return _refuse(request, error.code, status, headers=headers, problems=problems, about=_other_case(error))
    _log.error("refused_by_fault", error_id=call_id(request), code=error.code.value)
    headers = {"Retry-After": str(_RETRY_SECONDS)} if status == statuses.STATUS[ErrorCode.SYSTEM_UNAVAILABLE] else {}
    return _refuse(request, error.code, status, headers=headers, about={"error_id": call_id(request)})


def _other_case(error: DomainError) -> dict[str, str]:
    """Return the case that has the dispatcher's number already: only officers are refused for it."""
    case = error.facts.get("case_id") if error.code is ErrorCode.TRACKING_NUMBER_IN_USE else None
    return {"case_id": str(case)} if case else {}


async def _unavailable(request: Request, error: Exception) -> Response:
    assert isinstance(error, PortUnavailable)  # noqa: S101 - as above
    _log.warning("system_unavailable", error_id=call_id(request), system=error.system)
    wait = _RETRY_SECONDS if error.retry_after is None else min(max(math.ceil(error.retry_after), 1), _LONGEST_RETRY)
    code = ErrorCode.SYSTEM_UNAVAILABLE
    headers = {"Retry-After": str(wait)}
    return _refuse(request, code, statuses.STATUS[code], headers=headers, about={"error_id": call_id(request)})


async def _rejected(request: Request, error: Exception) -> Response:
    assert isinstance(error, PortRejected)  # noqa: S101 - as above
    _log.error("system_rejected", error_id=call_id(request), system=error.system, provider_code=error.provider_code)
    code = ErrorCode.SYSTEM_REJECTED
    return _refuse(request, code, statuses.STATUS[code], about={"error_id": call_id(request)})


async def _invalid_call(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    problems = mistakes(error.errors(), problem_language(request))
    return _refuse(request, HttpCode.CALL_INVALID, http_codes.STATUS[HttpCode.CALL_INVALID], problems=problems)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if isinstance(error, HttpRefusal):
        told: tuple[Problem, ...] = ()
        if error.mistake is not None:
            mistake, facts = error.mistake
            told = (problem("", mistake, problem_language(request), **facts),)
        return _refuse(request, error.code, error.status_code, problems=told, headers=error.headers)
    code = _OF_STATUS.get(error.status_code, HttpCode.CALL_MALFORMED)
    headers = error.headers if code is not HttpCode.METHOD_NOT_ALLOWED else {"Allow": ", ".join(_allowed(request))}
    return _refuse(request, code, http_codes.STATUS[code], headers=headers)


def _allowed(request: Request) -> list[str]:
    """Return what may be done at an address, by all routes that are there: Starlette names the first one's alone."""
    path = request.url.path
    there = (each for each in request.app.state.routes if isinstance(each, APIRoute) and each.path_regex.match(path))
    return sorted({method for route in there for method in route.methods or ()})


def fault(request: Request) -> Response:
    """Return the answer for an exception nobody expected."""
    code = HttpCode.INTERNAL_ERROR
    return _refuse(request, code, http_codes.STATUS[code], about={"error_id": call_id(request)})


def install(app: FastAPI) -> None:
    """Make the application answer every refusal with a problem document."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(PortUnavailable, _unavailable)
    app.add_exception_handler(PortRejected, _rejected)
    app.add_exception_handler(RequestValidationError, _invalid_call)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(CodeNeeded, ask_who_came)
    app.add_exception_handler(SignInNeeded, lead_to_sign_in)
    app.add_exception_handler(PageStale, tell_stale)

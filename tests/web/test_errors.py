"""Refusals and faults as problem documents."""

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import FORM
from structlog.testing import capture_logs

from domain.error_texts import ERROR_TEXTS
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from web import http_codes, statuses
from web.http_codes import HTTP_TEXTS, HttpCode

CANARY = "カナリア太郎"
CODES_403 = {
    ErrorCode.ROLE_MISSING,
    ErrorCode.FOUR_EYES,
    ErrorCode.OWN_REQUEST,
    ErrorCode.CODE_MISSING,
    ErrorCode.CODE_REFUSED,
}


def test_every_code_has_one_status_and_words() -> None:
    """The tables are complete, over the domain's codes and over those of HTTP."""
    assert set(statuses.STATUS) == set(ErrorCode)
    assert set(http_codes.STATUS) == set(HttpCode)
    for language in ("ja", "ja-simple", "en"):
        assert set(ERROR_TEXTS[language]) == set(ErrorCode)
        assert set(HTTP_TEXTS[language]) == set(HttpCode)
        assert all(words.reason and words.fix for words in HTTP_TEXTS[language].values())
    assert {code for code, status in statuses.STATUS.items() if status == 403} == CODES_403


@pytest.mark.parametrize("code", list(ErrorCode))
async def test_each_refusal_is_a_problem_document(client: httpx2.AsyncClient, city: City, code: ErrorCode) -> None:
    """Type, code and status say the same thing, and no fact of the refusal gets out."""
    city.broken = DomainError(code, field=CANARY, status="held")
    answer = await client.post("/api/v1/statements", json={"form": FORM})
    assert answer.status_code == statuses.STATUS[code]
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (document["type"], document["code"], document["status"]) == (
        f"/problems/{code.value}",
        code.value,
        answer.status_code,
    )
    assert document["title"] == ERROR_TEXTS["ja"][code].reason
    assert ("error_id" in document) == (answer.status_code >= 500)
    assert ("retry-after" in answer.headers) == (answer.status_code == 503)
    assert CANARY not in answer.text
    assert "held" not in answer.text


@pytest.mark.parametrize(("asked", "told"), [(None, "5"), (0.0, "1"), (0.2, "1"), (30.5, "31"), (1e9, "600")])
async def test_a_silent_system_says_when_to_come_back(
    client: httpx2.AsyncClient, city: City, asked: float | None, told: str
) -> None:
    """Retry-After is whole seconds, as the system asked, within reason."""
    city.broken = PortUnavailable("postgres", retry_after=asked)
    answer = await client.post("/api/v1/statements", json={"form": FORM})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, told)


async def test_a_refusal_of_an_outside_system_is_a_502(client: httpx2.AsyncClient, city: City) -> None:
    """Its own code is for the log only."""
    city.broken = PortRejected("postgres", "42501")
    with capture_logs() as logs:
        answer = await client.post("/api/v1/statements", json={"form": FORM})
    assert (answer.status_code, answer.json()["code"]) == (502, "system_rejected")
    assert "42501" not in answer.text
    assert any(log.get("provider_code") == "42501" for log in logs)


async def test_a_bug_is_a_500_that_says_nothing_but_its_id(client: httpx2.AsyncClient, city: City) -> None:
    """The log has type and places in the code under the id the caller is given; nobody gets the message."""
    city.broken = RuntimeError(f"a bug about {CANARY}")
    city.broken.__cause__ = KeyError(CANARY)
    with capture_logs() as logs:
        answer = await client.post("/api/v1/statements", json={"form": FORM})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert answer.headers["x-content-type-options"] == "nosniff"
    (failure,) = [log for log in logs if log["event"] == "unexpected_error"]
    assert failure["error_id"] == answer.json()["error_id"] == answer.headers["x-request-id"]
    assert [each["type"] for each in failure["chain"]] == ["builtins.RuntimeError", "builtins.KeyError"]
    assert any("statements.py" in frame for frame in failure["chain"][0]["frames"])
    assert CANARY not in answer.text + str(logs)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/api/v1", "/api/v1/requests/a/b/c", "/docs", "/redoc", "/api/v1/statements/"]
)
async def test_an_unknown_address_is_a_404(client: httpx2.AsyncClient, path: str) -> None:
    """There is nothing else here, and no redirect repeats what was asked."""
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE", "OPTIONS"])
async def test_a_wrong_method_is_a_405(client: httpx2.AsyncClient, method: str) -> None:
    """The answer names the methods there are."""
    answer = await client.request(method, "/api/v1/statements")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


async def test_every_mistake_can_be_told_in_english(client: httpx2.AsyncClient, city: City) -> None:
    """A mistake whose words name a number names it in English too."""
    applicant = {"name": "あ\x07", "birth_date": "1980-02-29", "mail": "hanako@example.jp", "mial": 1}
    form = {**FORM, "applicant": applicant, "delivery": {"postcode": "9990001", "address": "あ" * 300}}
    answer = await client.post("/api/v1/statements", json={"form": form}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    told = {each["field"]: each["fix"] for each in answer.json()["errors"]}
    assert told["delivery.address"] == "Use at most 200 characters."
    assert told["applicant.mial"] == "Check its name or leave it out. (mail?)"
    assert answer.json()["errors"][0]["reason"] == "Character number 2 cannot be used."
    assert "文字" not in answer.text

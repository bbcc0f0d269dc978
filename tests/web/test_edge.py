"""What every answer carries and what the log keeps of it."""

import httpx2
import pytest
from fakes.desk import City, application, desk_of
from fakes.desk_stories import FORM, receipt_number, sign_in
from structlog.testing import capture_logs

from web.app import Site
from web.security_headers import SECURITY_HEADERS

ANSWERS = [
    ("GET", "/running", 200),
    ("GET", "/problems/not_found", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/health/live", 204),
    ("GET", "/nothing", 404),
    ("PUT", "/api/v1/statements", 405),
    ("POST", "/api/v1/statements", 415),
    ("GET", "/api/v1/staff/requests", 401),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_answer_carries_the_security_headers(
    client: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    """Pages, documents and refusals alike; nothing is kept by a cache."""
    answer = await client.request(method, path)
    assert answer.status_code == status
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    assert len(answer.headers["x-request-id"]) == 16


async def test_strict_transport_is_for_https_only(city: City, book) -> None:
    """Over plain HTTP the header must not be sent (RFC 6797 §7.2)."""
    app = application(desk_of(city, book), Site("http://127.0.0.1:8080"))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://127.0.0.1") as client:
        assert "strict-transport-security" not in (await client.get("/running")).headers


async def test_the_log_names_the_template_and_not_the_path(client: httpx2.AsyncClient, city: City) -> None:
    """A receipt number opens a status page, so it never stands in a log."""
    city.order()
    with capture_logs() as logs:
        answer = await client.get(f"/api/v1/requests/{receipt_number(1)}?name=canary")
        await client.get(f"/somewhere/{receipt_number(1)}")
        await client.get("/api/v1/staff/requests", headers=sign_in("auditor"))
        await client.request("BREW", "/")
    lines = [log for log in logs if log["event"] == "answered"]
    assert [(log["method"], log["route"], log["status"]) for log in lines] == [
        ("GET", "/api/v1/requests/{receipt_number}", 200),
        ("GET", "-", 404),
        ("GET", "/api/v1/staff/requests", 200),
        ("other", "/", 405),
    ]
    assert [log["actor"] for log in lines] == ["-", "-", "auditor-ito", "-"]
    assert lines[0]["call"] == answer.headers["x-request-id"]
    assert all(log["ms"] >= 0 for log in lines)
    assert receipt_number(1) not in str(logs)
    assert "canary" not in str(logs)


async def test_ids_of_calls_differ_and_are_not_the_callers_to_choose(client: httpx2.AsyncClient) -> None:
    """An id comes from us: a caller's own would let them write into the log."""
    headers = {"X-Request-Id": "chosen"}
    first, second = await client.get("/", headers=headers), await client.get("/", headers=headers)
    assert len({first.headers["x-request-id"], second.headers["x-request-id"], "chosen"}) == 3


async def test_no_personal_data_is_logged_of_a_submission(client: httpx2.AsyncClient) -> None:
    """A taken and a refused form leave no name, address or mail address in the log."""
    with capture_logs() as logs:
        for form in (FORM, {**FORM, "copies": 0}):
            body, headers = {"form": form, "signature": "MIIBAA=="}, {"Idempotency-Key": "key-00000001"}
            await client.post("/api/v1/requests", json=body, headers=headers)
    assert len(logs) == 2
    for value in ("髙﨑", "hanako", "青葉", "MIIBAA", "key-00000001"):
        assert value not in str(logs)

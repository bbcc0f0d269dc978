"""Every route × who asks. A route without a row here fails: somebody must say who may use it."""

import httpx2
import pytest
from fakes.desk import ROUTERS, City
from fakes.desk_stories import STAFF, case_id, issued, receipt_number, sign_in, token
from fastapi.routing import APIRoute

from domain.errors import ErrorCode
from web.certificates.face import certificates

EVERYBODY = frozenset({"anonymous", *STAFF})
CITIZENS = frozenset({"anonymous"})  # with a number and a code: an officer who signs in is an officer
NOBODY_HERE = frozenset[str]()  # portals alone, tried in tests/web/portals
READERS = frozenset({"examiner", "approver", "dispatcher", "closed", "both", "auditor"})
WHO_MAY = {
    ("POST", "/api/v1/statements"): EVERYBODY,
    ("POST", "/api/v1/requests"): EVERYBODY,
    ("GET", "/api/v1/requests/{receipt_number}"): CITIZENS,
    ("POST", "/api/v1/requests/{receipt_number}/withdrawal"): CITIZENS,
    ("POST", "/api/v1/requests/{receipt_number}/correction"): CITIZENS,
    ("GET", "/api/v1/requests/{receipt_number}/payment"): CITIZENS,
    ("GET", "/api/v1/staff/requests"): READERS,
    ("GET", "/api/v1/staff/requests/{case_id}"): READERS,
    ("POST", "/api/v1/staff/requests/{case_id}/decisions"): READERS - {"auditor"},
    ("GET", "/api/v1/staff/requests/{case_id}/documents/{document}"): frozenset({"dispatcher"}),
    ("POST", "/api/v1/staff/requests/{case_id}/sheet"): frozenset({"examiner", "approver", "closed", "both"}),
    ("POST", "/api/v1/staff/requests/{case_id}/finding"): frozenset({"examiner", "closed", "both"}),
    ("GET", "/api/v1/staff/cases"): READERS,
    ("GET", "/api/v1/staff/openings"): frozenset({"auditor"}),
    ("GET", "/api/v1/requests/{receipt_number}/events"): NOBODY_HERE,
    ("GET", "/api/v1/catalogue"): EVERYBODY,
    **{
        (method, f"/api/v1/webhook-endpoints{path}"): NOBODY_HERE
        for method, path in (
            ("POST", ""),
            ("GET", ""),
            ("DELETE", "/{endpoint_id}"),
            ("POST", "/{endpoint_id}/test"),
            ("GET", "/{endpoint_id}/deliveries"),
            ("POST", "/{endpoint_id}/deliveries/{message_id}/redeliver"),
        )
    },
    ("POST", "/api/v1/webhooks/{provider}"): EVERYBODY,
    ("POST", "/api/v1/webhooks/post"): EVERYBODY,
    ("GET", "/api/v1/checkpoints/{size}"): EVERYBODY,
    ("GET", "/health/live"): EVERYBODY,
    ("GET", "/health/ready"): EVERYBODY,
    ("GET", "/"): EVERYBODY,
    ("GET", "/running"): EVERYBODY,
    ("GET", "/problems"): EVERYBODY,
    ("GET", "/problems/{code}"): EVERYBODY,
}
# No page takes a token; what each shows to whom is asked in tests/web/front, tests/web/office and tests/browser.
PAGES = ("/{language:language}", "/static/", "/return/", "/office")
ROUTES = [
    (method, route.path)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and not route.path.startswith(PAGES)
    for method in route.methods
]
_GROUND = {"ground": "hold"}
BODIES = {
    "/api/v1/webhook-endpoints": {"url": "https://portal.example/"},
    "/api/v1/staff/requests/{case_id}/sheet": _GROUND,
    "/api/v1/staff/requests/{case_id}/finding": _GROUND,
    "/api/v1/staff/requests/{case_id}/decisions": {"decision_id": "decision-1", "command": {"action": "take"}},
}


def test_every_route_has_a_row() -> None:
    """Nobody adds a route without saying who may use it."""
    assert sorted(ROUTES) == sorted(WHO_MAY)
    assert all(isinstance(route, APIRoute) for router in ROUTERS for route in router.routes)


def test_the_route_that_takes_forms_is_one() -> None:
    """Its answers are counted as submissions, by this template; a misspelt one would count none."""
    assert ("POST", certificates(None).submissions) in WHO_MAY  # type: ignore[arg-type]


async def asked(client: httpx2.AsyncClient, method: str, path: str, headers: dict[str, str]) -> httpx2.Response:
    """Call a route about a request that exists."""
    values = {
        "receipt_number": receipt_number(1),
        "case_id": case_id(1),
        "document": "certificate",
        "provider": "paypay",
        "size": "14",
        "endpoint_id": "ep-0000000000000000",
        "message_id": "msg-1",
    }
    address = path.format(**values, code="not_found")
    if method == "GET":
        return await client.get(address, headers=headers)
    if method == "DELETE":
        return await client.delete(address, headers=headers)
    return await client.post(address, json=BODIES.get(path, {}), headers=headers)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize(("method", "path"), sorted(WHO_MAY))
async def test_only_those_may_who_may(client: httpx2.AsyncClient, city: City, method: str, path: str, who: str) -> None:
    """Without a token 401, in the wrong role 403, otherwise neither for want of a token or a role."""
    city.happened(1, *issued())
    before = list(city.events[case_id(1)])
    answer = await asked(client, method, path, {} if who == "anonymous" else sign_in(who))
    code = answer.json().get("code") if "json" in answer.headers.get("content-type", "") else None
    if who in WHO_MAY[method, path]:
        assert code != "unauthenticated"
        decides = path.endswith("/decisions")  # which role a decision takes is the domain's to say
        assert decides or code != ErrorCode.ROLE_MISSING
    else:
        expected = (401, "unauthenticated") if who == "anonymous" else (403, "role_missing")
        if WHO_MAY[method, path] is NOBODY_HERE:
            expected = (401, "key_refused")
        assert (answer.status_code, code) == expected
        assert city.events[case_id(1)] == before


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {token('examiner')}",
        f"{token('examiner')}",
        f"Bearer {token('examiner')}x",
        f"Bearer {token('examiner')[:-1]}",
        f"Bearer {token('examiner')} {token('approver')}",
        "Bearer officer-sato",
    ],
)
async def test_nothing_but_the_whole_token_signs_in(client: httpx2.AsyncClient, written: str) -> None:
    """Neither part of a token, nor another scheme, nor an officer's name."""
    answer = await client.get("/api/v1/staff/requests", headers={"Authorization": written})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert token("examiner") not in answer.text


async def test_the_scheme_is_read_in_any_case(client: httpx2.AsyncClient) -> None:
    """`bearer` is `Bearer` (RFC 9110 §11.1)."""
    headers = {"Authorization": f"bearer {token('examiner')}"}
    assert (await client.get("/api/v1/staff/requests", headers=headers)).status_code == 200

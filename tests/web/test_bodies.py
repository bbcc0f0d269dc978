"""Bodies are read strictly, and nothing anybody sends is a fault of ours."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from fakes.desk import ROUTERS, City, application, desk_of
from fakes.desk_stories import FORM, case_id, paid, receipt_number, sign_in
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.policy.files import PolicyFiles
from web.app import Site
from web.bodies import LIMIT
from web.openapi import describe

pytestmark = pytest.mark.program

MALFORMED = Path(__file__).parents[3] / "shared" / "testdata" / "names" / "malformed_utf8.json"
STATEMENTS = "/api/v1/statements"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "malformed_json"),
        (b"", "malformed_json"),
        (b"NaN", "malformed_json"),
        (b'{"form": {"copies": Infinity}}', "malformed_json"),
        (b'{"form": {"copies": ' + b"9" * 5000 + b"}}", "malformed_json"),
        (b"[" * 60_000, "malformed_json"),
        (b'{"form": {"kind": "\\ud800"}}', "malformed_json"),
        (b'{"form": {"\\udfff": 1}}', "malformed_json"),
        (b"\xef\xbb\xbf" * 2 + b"{}", "malformed_json"),
        ('{"form": {"kind": "証明"}}'.encode("cp932"), "malformed_utf8"),
        (b'{"form": {}}\xff', "malformed_utf8"),
        (b'{"form": {}, "form": {}}', "duplicate_key"),
        (b'{"form": {"copies": 1, "copies": 9}}', "duplicate_key"),
        (b'{"form": {"copies": 1, "\\u0063opies": 9}}', "duplicate_key"),
    ],
)
async def test_what_is_not_json_is_a_400(client: httpx2.AsyncClient, body: bytes, code: str) -> None:
    """Broken JSON, broken UTF-8 and names given twice each have their code."""
    answer = await client.post(STATEMENTS, content=body, headers=JSON)
    assert answer.status_code == (422 if not body else 400)
    assert answer.json()["code"] == ("call_invalid" if not body else code)


async def test_a_byte_order_mark_is_read_over(client: httpx2.AsyncClient) -> None:
    """Editors of Windows put one before the first brace (RFC 8259 §8.1); a wrong byte behind it is told by its place."""
    marked = b"\xef\xbb\xbf" + json.dumps({"form": FORM}).encode()
    assert (await client.post(STATEMENTS, content=marked, headers=JSON)).status_code == 200
    broken = await client.post(STATEMENTS, content=b"\xef\xbb\xbf{\xff", headers=JSON | {"Accept-Language": "en"})
    assert broken.json()["errors"][0]["reason"] == "Byte number 5 is not part of a UTF-8 character."


async def test_the_place_of_a_wrong_byte_is_told(client: httpx2.AsyncClient) -> None:
    """Whoever sends another encoding learns where it shows."""
    answer = await client.post(STATEMENTS, content=b'{"a\xff"}', headers=JSON | {"Accept-Language": "en"})
    assert answer.json()["errors"][0]["reason"] == "Byte number 4 is not part of a UTF-8 character."


async def test_no_malformed_utf8_is_repaired(client: httpx2.AsyncClient) -> None:
    """Overlong forms, surrogates and cut sequences are refused, each."""
    if not MALFORMED.exists():
        pytest.skip("shared test data is absent")
    for case in json.loads(MALFORMED.read_text(encoding="utf-8")):
        body = b'{"form": {"a": "' + bytes.fromhex(case["bytes_hex"]) + b'"}}'
        assert (await client.post(STATEMENTS, content=body, headers=JSON)).json()["code"] == "malformed_utf8", case[
            "note"
        ]


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense"]
)
async def test_what_does_not_say_it_is_json_is_a_415(client: httpx2.AsyncClient, content_type: str) -> None:
    """A form of another site cannot be posted here by a browser without asking first."""
    answer = await client.post(STATEMENTS, content=b'{"form": {}}', headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "not_json")


@pytest.mark.parametrize("content_type", ["application/json; charset=Shift_JIS", "application/json;charset=utf-16"])
async def test_another_charset_is_a_415(client: httpx2.AsyncClient, content_type: str) -> None:
    """JSON is UTF-8 (RFC 8259 §8.1)."""
    answer = await client.post(STATEMENTS, content=b'{"form": {}}', headers={"Content-Type": content_type})
    assert answer.status_code == 415


async def test_the_usual_content_type_with_its_charset_is_taken(client: httpx2.AsyncClient) -> None:
    """`application/json; charset=UTF-8` is JSON."""
    content = json.dumps({"form": FORM}).encode()
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}
    assert (await client.post(STATEMENTS, content=content, headers=headers)).status_code == 200


@pytest.mark.parametrize("path", [STATEMENTS, "/api/v1/webhooks/paypay", "/api/v1/webhooks/post"])
async def test_a_body_over_the_limit_is_a_413(client: httpx2.AsyncClient, path: str) -> None:
    """With or without its length declared, a body is read no further than the limit."""

    async def endless() -> Any:
        for _ in range(LIMIT):
            pulled.append(1)
            yield b" " * 1024

    pulled: list[int] = []
    declared = await client.post(path, content=b" " * (LIMIT + 1), headers=JSON)
    streamed = await client.post(path, content=endless(), headers=JSON)
    assert (declared.status_code, streamed.status_code) == (413, 413)
    assert streamed.json()["code"] == "body_too_large"
    assert len(pulled) <= LIMIT // 1024 + 2


async def test_a_body_of_the_limit_is_read(client: httpx2.AsyncClient) -> None:
    """64 KiB are allowed."""
    content = json.dumps({"form": FORM}).encode().ljust(LIMIT)
    assert (await client.post(STATEMENTS, content=content, headers=JSON)).status_code == 200


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*FORM, "options", "applicant.name", "scope"]) | st.text(max_size=8)
NEAR_FORMS = st.dictionaries(NAMES, ANY_JSON, max_size=6).map(lambda changes: {**FORM, **changes})
NEAR_BODIES = st.fixed_dictionaries(
    {},
    optional={
        "form": NEAR_FORMS | ANY_JSON,
        "signature": st.just("MIIBAA==") | ANY_JSON,
        "decision_id": st.just("decision-1") | ANY_JSON,
        "command": ANY_JSON
        | st.fixed_dictionaries(
            {"action": st.sampled_from(["take", "reject", "confirm_dispatch", "remand", "return_to_applicant"])},
            optional={"reasons": ANY_JSON, "remarks": ANY_JSON, "tracking_number": ANY_JSON, "reason": ANY_JSON},
        ),
    },
)
BODIES = st.binary(max_size=200) | (ANY_JSON | NEAR_BODIES).map(lambda value: json.dumps(value).encode())


@cache
def described(path: str) -> set[str]:
    """Return the statuses that the description of the API names for posting to a path."""
    template = path.replace(receipt_number(1), "{receipt_number}").replace(case_id(1), "{case_id}")
    template = template.replace("/webhooks/paypay", "/webhooks/{provider}")
    routes = [route for router in ROUTERS for route in router.routes]
    return set(describe("1", routes)["paths"][template]["post"]["responses"])


PATHS = st.sampled_from(
    [
        STATEMENTS,
        "/api/v1/requests",
        f"/api/v1/requests/{receipt_number(1)}/correction",
        f"/api/v1/staff/requests/{case_id(1)}/decisions",
        "/api/v1/webhooks/paypay",
        "/api/v1/webhooks/post",
    ]
)


@settings(max_examples=300, deadline=None)
@given(path=PATHS, body=BODIES, role=st.sampled_from(["examiner", "approver", "dispatcher"]))
async def test_no_body_is_a_fault_of_ours(book: PolicyFiles, path: str, body: bytes, role: str) -> None:
    """Whatever is sent anywhere is answered, in our form, as the caller's matter."""
    city = City()
    city.happened(1, *paid())
    transport = httpx2.ASGITransport(app=application(desk_of(city, book), Site("https://city.example")))
    headers = JSON | sign_in(role) | {"Idempotency-Key": "key-00000001"}
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as client:
        answer = await client.post(path, content=body, headers=headers)
    assert answer.status_code < 500
    assert str(answer.status_code) in described(path)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == f"/problems/{answer.json()['code']}"
        assert answer.json()["status"] == answer.status_code


@settings(max_examples=150, deadline=None)
@given(written=st.text(min_size=1, max_size=30), query=st.text(max_size=30))
async def test_no_address_is_a_fault_of_ours(book: PolicyFiles, written: str, query: str) -> None:
    """Whatever stands in an address or a query is the caller's matter."""
    transport = httpx2.ASGITransport(app=application(desk_of(City(), book), Site("https://city.example")))
    path, asked = quote(written.encode("utf-8", "replace"), safe=""), quote(query.encode("utf-8", "replace"), safe="=&")
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as client:
        for base in ("/api/v1/requests/", "/api/v1/staff/requests/", "/problems/", "/"):
            assert (await client.get(f"{base}{path}?{asked}", headers=sign_in("auditor"))).status_code < 500
        for parameter in ("status", "limit", "after"):
            url = f"/api/v1/staff/requests?{parameter}={asked}"
            assert (await client.get(url, headers=sign_in("auditor"))).status_code < 500

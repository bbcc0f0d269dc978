"""Statements and submissions over HTTP."""

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import FORM, receipt_number

from domain.errors import PortUnavailable

SIGNED = {"form": FORM, "signature": "MIIBAA=="}
KEY = {"Idempotency-Key": "key-00000001"}


async def test_a_statement_names_the_text_and_its_number(client: httpx2.AsyncClient) -> None:
    """A form is answered with the text to sign and the number that goes back with it."""
    answer = await client.post("/api/v1/statements", json={"form": FORM})
    assert answer.status_code == 200
    assert set(answer.json()) == {"nonce", "text"}
    assert "申請者の氏名: 髙﨑 花子\n" in answer.json()["text"]
    assert f"申請番号: {answer.json()['nonce']}\n" in answer.json()["text"]


async def test_a_submission_is_acknowledged(client: httpx2.AsyncClient, city: City) -> None:
    """A signed form gets a receipt number and the address of its status."""
    answer = await client.post("/api/v1/requests", json=SIGNED, headers=KEY)
    assert answer.status_code == 202
    (order,) = city.orders.values()
    assert answer.json()["receipt_number"] == receipt_number(1)
    assert answer.json()["case_id"] == order.case_id
    assert answer.json()["status_url"] == f"https://city.example/api/v1/requests/{receipt_number(1)}"
    assert answer.headers["location"] == answer.json()["status_url"]
    assert (await client.get(answer.headers["location"])).json()["status"] == "received"


async def test_the_same_key_and_body_get_the_same_answer(client: httpx2.AsyncClient, city: City) -> None:
    """Sending again changes nothing and says so in a header only."""
    first = await client.post("/api/v1/requests", json=SIGNED, headers=KEY)
    second = await client.post("/api/v1/requests", json=SIGNED, headers=KEY)
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert len(city.orders) == 1


async def test_the_same_key_with_another_body_conflicts(client: httpx2.AsyncClient) -> None:
    """A key stands for one body."""
    await client.post("/api/v1/requests", json=SIGNED, headers=KEY)
    answer = await client.post("/api/v1/requests", json={**SIGNED, "form": {**FORM, "copies": 2}}, headers=KEY)
    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_conflict"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "idempotency_key_missing"),
        ({"Idempotency-Key": ""}, "idempotency_key_missing"),
        ({"Idempotency-Key": "short"}, "idempotency_key_malformed"),
        ({"Idempotency-Key": "with a space"}, "idempotency_key_malformed"),
        ({"Idempotency-Key": "x" * 129}, "idempotency_key_malformed"),
    ],
)
async def test_a_submission_needs_a_key(
    client: httpx2.AsyncClient, city: City, headers: dict[str, str], code: str
) -> None:
    """Without a usable Idempotency-Key nothing is taken."""
    answer = await client.post("/api/v1/requests", json=SIGNED, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not city.orders


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"copies": 0}, "copies", "copies_out_of_range"),
        ({"copies": 11}, "copies", "copies_out_of_range"),
        ({"kind": "passport"}, "kind", "unknown_kind"),
        ({"delivery": {"postcode": "9990001"}}, "delivery.address", "missing"),
    ],
)
async def test_each_mistake_in_a_form_is_named(
    client: httpx2.AsyncClient, city: City, change: dict[str, object], field: str, code: str
) -> None:
    """A wrong form is refused field by field and nothing is stored."""
    answer = await client.post("/api/v1/requests", json={**SIGNED, "form": {**FORM, **change}}, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "submission_invalid")
    (mistake,) = answer.json()["errors"]
    assert (mistake["field"], mistake["code"]) == (field, code)
    assert mistake["reason"]
    assert mistake["fix"]
    assert not city.orders


async def test_mistakes_are_told_in_english_on_request(client: httpx2.AsyncClient) -> None:
    """Accept-Language chooses the words of a problem, of the whole and of each field."""
    body = {"form": {**FORM, "copies": 0}}
    answer = await client.post("/api/v1/statements", json=body, headers={"Accept-Language": "en"})
    assert answer.json()["title"] == "The request has mistakes."
    assert answer.json()["errors"][0]["fix"] == "Write a whole number from 1 to 10."
    assert answer.headers["content-language"] == "en"


async def test_a_closed_database_acknowledges_nothing(client: httpx2.AsyncClient, city: City) -> None:
    """When the store does not answer, the caller is told when to come back."""
    city.broken = PortUnavailable("postgres", retry_after=2.4)
    answer = await client.post("/api/v1/requests", json=SIGNED, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (503, "system_unavailable")
    assert answer.headers["retry-after"] == "3"


async def test_what_was_written_is_never_repeated(client: httpx2.AsyncClient) -> None:
    """Neither a value nor the name of an unknown field comes back in a problem document."""
    canary = "カナリア太郎"
    body = {"form": {**FORM, canary: canary, "copies": canary}, "signature": canary, canary: canary}
    for path in ("/api/v1/statements", "/api/v1/requests"):
        answer = await client.post(path, json=body, headers=KEY)
        assert answer.status_code == 422
        assert canary not in answer.text
    body.pop(canary)
    answer = await client.post("/api/v1/requests", json=body, headers=KEY)
    assert answer.status_code == 422
    assert canary not in answer.text

"""The routes of certificates know certificates alone: of any other procedure's case they know nothing."""

from typing import Any

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import case_id, case_number, paid, receipt_number, sign_in, with_code

DOG = case_id(1).replace("cert-", "dog-")
CITIZEN = f"/api/v1/requests/{receipt_number(1)}"
TAKE = {"decision_id": "decision-1", "command": {"action": "take"}}


@pytest.fixture(autouse=True)
def dog(city: City) -> None:
    """A case of another procedure, acknowledged with the numbers of the first request."""
    city.happened(1, *paid())
    order = city.orders.pop(case_id(1))
    city.orders[DOG] = order.model_copy(update={"case_id": DOG, "procedure": "dogs", "subject": {"breed": "柴犬"}})
    city.intake.keys[DOG] = city.intake.keys.pop(case_id(1))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("POST", "/decisions", TAKE),
        ("POST", "/sheet", {"ground": "examination"}),
        ("POST", "/finding", {"ground": "hold"}),
        ("GET", "/documents/certificate", None),
    ],
)
@pytest.mark.parametrize("named", [DOG, case_number(1), f"xx-{DOG[4:]}", DOG[4:], "cert-1", "dog"])
async def test_an_officer_finds_no_case_of_another_procedure_there(
    client: httpx2.AsyncClient, method: str, path: str, body: Any, named: str
) -> None:
    """Neither by id nor by number, with a foreign prefix, with none, or cut short; nothing is decided in it."""
    for role in ("examiner", "dispatcher"):
        address = f"/api/v1/staff/requests/{named}{path}"
        answer = await client.request(method, address, json=body, headers=sign_in(role))
        assert answer.status_code in {403, 404}, answer.text
    assert answer.json()["code"] in {"request_unknown", "role_missing"}


async def test_a_decision_that_nobody_waits_for_is_not_sent_to_another_procedure(
    client: httpx2.AsyncClient, city: City
) -> None:
    """Its workflow would have to refuse a message it never heard of."""
    headers = sign_in("examiner") | {"Prefer": "respond-async"}
    answer = await client.post(f"/api/v1/staff/requests/{DOG}/decisions", json=TAKE, headers=headers)
    assert (answer.status_code, answer.json()["code"], city.signals) == (404, "request_unknown", [])


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/payment"), ("POST", "/withdrawal")])
async def test_a_citizen_of_another_procedure_finds_nothing_there(
    client: httpx2.AsyncClient, method: str, path: str
) -> None:
    """The number and the code are right, and the case is none of these routes'."""
    answer = await client.request(method, CITIZEN + path, headers=with_code(1))
    assert (answer.status_code, answer.json()["code"]) == (404, "request_unknown")

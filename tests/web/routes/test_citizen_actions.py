"""Withdrawal and correction."""

import httpx2
from fakes.desk import City
from fakes.desk_stories import FORM, issued, paid, stamp

from domain.requests import events as e
from domain.requests.status import CorrectableField, RemarkCode

SIGNED = {"form": FORM, "signature": "MIIBAA=="}
KEY = {"Idempotency-Key": "key-00000001"}


async def test_a_request_is_withdrawn_and_a_second_time_is_the_first(client: httpx2.AsyncClient, city: City) -> None:
    """Asking twice is answered alike and withdraws once."""
    order = city.happened(1)
    address = f"/api/v1/requests/{order.receipt_number}/withdrawal"
    first, second = await client.post(address), await client.post(address)
    assert first.json() == second.json() == {"receipt_number": order.receipt_number, "status": "withdrawn"}
    assert sum(isinstance(event, e.Withdrawn) for event in city.events[order.request_id]) == 1


async def test_a_withdrawn_request_stays_withdrawn_when_its_workflow_has_closed(
    client: httpx2.AsyncClient, city: City
) -> None:
    """Closed by the withdrawal, a request answers a repeated withdrawal as done."""
    order = city.happened(1, e.Withdrawn(**stamp(1, "applicant"), decision_id="withdraw-0"))
    answer = await client.post(f"/api/v1/requests/{order.receipt_number}/withdrawal")
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")


async def test_a_certificate_that_is_made_cannot_be_withdrawn(client: httpx2.AsyncClient, city: City) -> None:
    """Too late is a conflict, without a word about the office's own status."""
    order = city.happened(1, *issued())
    answer = await client.post(f"/api/v1/requests/{order.receipt_number}/withdrawal")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed_now")
    assert "issuing" not in answer.text


async def test_a_request_the_engine_does_not_know_yet_is_asked_to_wait(client: httpx2.AsyncClient, city: City) -> None:
    """An acknowledged request is never called unknown."""
    order = city.order()
    answer = await client.post(f"/api/v1/requests/{order.receipt_number}/withdrawal")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert (await client.post("/api/v1/requests/0000-0000-0000-0009/withdrawal")).status_code == 404


async def test_a_request_whose_history_was_cleared_away_is_closed(client: httpx2.AsyncClient, city: City) -> None:
    """Years later the engine has forgotten a case: it is over, and a withdrawn one is still withdrawn."""
    done = city.happened(1, e.Delivered(**stamp(1)), e.LateReturnsOver(**stamp(2)))
    gone = city.happened(2, e.Withdrawn(**stamp(1), decision_id="w-1"))
    city.forgotten = {done.request_id, gone.request_id}
    late = await client.post(f"/api/v1/requests/{done.receipt_number}/withdrawal")
    assert (late.status_code, late.json()["code"]) == (409, "request_closed")
    again = await client.post(f"/api/v1/requests/{gone.receipt_number}/withdrawal")
    assert (again.status_code, again.json()["status"]) == (200, "withdrawn")


async def test_a_returned_request_is_corrected(client: httpx2.AsyncClient, city: City) -> None:
    """A corrected form brings the request back into the office."""
    remark = e.Remark(field=CorrectableField.DELIVERY_ADDRESS, code=RemarkCode.INCOMPLETE)
    returned = e.ReturnedToApplicant(**stamp(5, "officer-sato"), decision_id="return-1", remarks=(remark,))
    order = city.happened(1, *paid(), returned)
    address = f"/api/v1/requests/{order.receipt_number}/correction"
    assert (await client.post(address, json=SIGNED)).json()["code"] == "idempotency_key_missing"
    answer = await client.post(address, json=SIGNED, headers=KEY)
    assert (answer.status_code, answer.json()["status"]) == (200, "under_examination")
    again = await client.post(address, json={**SIGNED, "form": {**FORM, "copies": 0}}, headers=KEY)
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "copies")

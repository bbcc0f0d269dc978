"""Withdrawal and correction."""

import httpx2
import pytest
import structlog
from fakes.desk import City
from fakes.desk_stories import (
    FORM,
    STAFF,
    case_id,
    case_number,
    code,
    delivered,
    issued,
    paid,
    receipt_number,
    sign_in,
    stamp,
    with_code,
)

from domain.cases.citizen import Proof
from domain.certificates.events import Withdrawn
from domain.certificates.examination_events import Corrected, Remark, ReturnedToApplicant
from domain.certificates.paper_events import LateReturnsOver
from domain.certificates.status import CorrectableField, RemarkCode

SIGNED = {"form": FORM, "signature": "MIIBAA=="}
KEY = {"Idempotency-Key": "key-00000001"}


async def test_a_request_is_withdrawn_and_a_second_time_is_the_first(client: httpx2.AsyncClient, city: City) -> None:
    """Asking twice is answered alike and withdraws once."""
    order = city.happened(1)
    address = f"/api/v1/requests/{receipt_number(1)}/withdrawal"
    first, second = [await client.post(address, headers=with_code(1)) for _ in range(2)]
    assert first.json() == second.json() == {"receipt_number": receipt_number(1), "status": "withdrawn"}
    assert sum(isinstance(event, Withdrawn) for event in city.events[order.case_id]) == 1


async def test_a_withdrawn_request_stays_withdrawn_when_its_workflow_has_closed(
    client: httpx2.AsyncClient, city: City
) -> None:
    """Closed by the withdrawal, a request answers a repeated withdrawal as done."""
    city.happened(1, Withdrawn(**stamp(1, "applicant"), decision_id="withdraw-0"))
    answer = await client.post(f"/api/v1/requests/{receipt_number(1)}/withdrawal", headers=with_code(1))
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")


async def test_a_certificate_that_is_made_cannot_be_withdrawn(client: httpx2.AsyncClient, city: City) -> None:
    """Too late is a conflict, without a word about the office's own status."""
    city.happened(1, *issued())
    answer = await client.post(f"/api/v1/requests/{receipt_number(1)}/withdrawal", headers=with_code(1))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed_now")
    assert "issuing" not in answer.text


async def test_a_request_the_engine_does_not_know_yet_is_asked_to_wait(client: httpx2.AsyncClient, city: City) -> None:
    """An acknowledged request is never called unknown."""
    city.order()
    answer = await client.post(f"/api/v1/requests/{receipt_number(1)}/withdrawal", headers=with_code(1))
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


async def test_a_request_whose_history_was_cleared_away_is_closed(client: httpx2.AsyncClient, city: City) -> None:
    """Years later the engine has forgotten a case: it is over, and a withdrawn one is still withdrawn."""
    done = city.happened(1, *delivered(), LateReturnsOver(**stamp(12)))
    gone = city.happened(2, Withdrawn(**stamp(1, "applicant"), decision_id="withdraw-0"))
    city.forgotten = {done.case_id, gone.case_id}
    late = await client.post(f"/api/v1/requests/{receipt_number(1)}/withdrawal", headers=with_code(1))
    assert (late.status_code, late.json()["code"]) == (409, "request_closed")
    again = await client.post(f"/api/v1/requests/{receipt_number(2)}/withdrawal", headers=with_code(2))
    assert (again.status_code, again.json()["status"]) == (200, "withdrawn")


async def test_a_returned_request_is_corrected(client: httpx2.AsyncClient, city: City) -> None:
    """A corrected form brings the request back into the office."""
    remark = Remark(field=CorrectableField.DELIVERY_ADDRESS, code=RemarkCode.INCOMPLETE)
    returned = ReturnedToApplicant(**stamp(5, "officer-sato"), decision_id="return-1", remarks=(remark,))
    city.happened(1, *paid(), returned)
    address = f"/api/v1/requests/{receipt_number(1)}/correction"
    assert (await client.post(address, json=SIGNED)).json()["code"] == "idempotency_key_missing"
    answer = await client.post(address, json=SIGNED, headers=KEY)
    assert (answer.status_code, answer.json()["status"]) == (200, "under_examination")
    again = await client.post(address, json={**SIGNED, "form": {**FORM, "copies": 0}}, headers=KEY)
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "copies")


@pytest.mark.parametrize(
    ("number", "headers", "refused"),
    [
        (receipt_number(1), {}, "code_missing"),
        (receipt_number(1), {"Confirmation-Code": ""}, "code_missing"),
        (receipt_number(1), with_code(2), "code_refused"),
        (receipt_number(2), with_code(1), "code_refused"),
        (receipt_number(9), with_code(9), "code_refused"),
        (receipt_number(9), {}, "code_missing"),
        ("nonsense", with_code(1), "code_refused"),
        (case_id(1), with_code(1), "code_refused"),
        (case_number(1), with_code(1), "code_refused"),
    ],
)
async def test_the_number_alone_withdraws_nothing(
    client: httpx2.AsyncClient, city: City, number: str, headers: dict[str, str], refused: str
) -> None:
    """Without its own code no number acts; neither does what officers call a case."""
    before = list(city.events[city.happened(1).case_id])
    answer = await client.post(f"/api/v1/requests/{number}/withdrawal", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, refused)
    assert city.events[case_id(1)] == before


@pytest.mark.parametrize("role", sorted(STAFF))
async def test_an_officer_does_not_act_for_a_citizen(client: httpx2.AsyncClient, city: City, role: str) -> None:
    """Whoever comes with a token is the officer it belongs to, though they have number and code; the log says who."""
    before = list(city.events[city.happened(1).case_id])
    with structlog.testing.capture_logs() as logs:
        answer = await client.post(
            f"/api/v1/requests/{receipt_number(1)}/withdrawal", headers=with_code(1) | sign_in(role)
        )
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")
    assert city.events[case_id(1)] == before
    assert logs[-1]["actor"] == STAFF[role].id


async def test_who_withdrew_is_told_by_ledger_and_log(client: httpx2.AsyncClient, city: City) -> None:
    """The applicant, by the code; neither number nor code is in the log."""
    city.happened(1)
    written = receipt_number(1).replace("-", "ー")
    with structlog.testing.capture_logs() as logs:
        await client.post(f"/api/v1/requests/{written}/withdrawal", headers=with_code(1))
    last = city.events[case_id(1)][-1]
    assert isinstance(last, Withdrawn)
    assert (last.by, last.proof) == ("applicant", Proof.CODE)
    assert logs[-1]["actor"] == "applicant"
    assert code(1) not in str(logs)
    assert receipt_number(1) not in str(logs)


async def test_a_correction_says_how_it_is_the_citizens(client: httpx2.AsyncClient, city: City) -> None:
    """With a code by the code, without by its signature; a wrong code is refused before anything else."""
    remark = Remark(field=CorrectableField.DELIVERY_ADDRESS, code=RemarkCode.INCOMPLETE)
    returned = ReturnedToApplicant(**stamp(5, "officer-sato"), decision_id="return-1", remarks=(remark,))
    address = f"/api/v1/requests/{receipt_number(1)}/correction"
    city.happened(1, *paid(), returned)
    assert (await client.post(address, json=SIGNED, headers=KEY | with_code(2))).json()["code"] == "code_refused"
    for headers, proof in ((KEY, Proof.SIGNATURE), (KEY | with_code(1), Proof.CODE)):
        city.happened(1, *paid(), returned)
        await client.post(address, json=SIGNED, headers=headers)
        corrected = city.events[case_id(1)][-1]
        assert isinstance(corrected, Corrected)
        assert corrected.proof is proof

"""The list of cases of all procedures."""

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import case_id, clear, delivered, held, issued, paid, sign_in, stamp

from domain.certificates.identity_events import Held
from domain.certificates.status import HoldStage


async def test_cases_that_have_not_ended_are_listed_with_their_procedure(
    client: httpx2.AsyncClient, city: City
) -> None:
    """Oldest first, a page at a time; each says whose procedure's it is and where it stands."""
    city.happened(1, *paid(1))
    city.happened(2, *clear(2))
    city.happened(3, *issued(3))
    city.happened(4, *delivered(4))
    answer = await client.get("/api/v1/staff/cases", params={"limit": 2}, headers=sign_in("auditor"))
    first = answer.json()
    assert answer.status_code == 200
    assert [(row["procedure"], row["case_id"]) for row in first["items"]] == [
        ("certificates", case_id(1)),
        ("certificates", case_id(2)),
    ]
    rest = await client.get("/api/v1/staff/cases", params={"after": first["next"]}, headers=sign_in("auditor"))
    assert [row["case_id"] for row in rest.json()["items"]] == [case_id(3)]
    assert rest.json()["next"] is None


async def test_a_procedure_nobody_knows_has_no_cases(client: httpx2.AsyncClient, city: City) -> None:
    """It is no mistake to ask: another release may have it."""
    city.happened(1, *paid(1))
    answer = await client.get("/api/v1/staff/cases", params={"procedure": "dogs"}, headers=sign_in("auditor"))
    assert answer.json() == {"items": [], "next": None}


@pytest.mark.parametrize("path", ["/api/v1/staff/cases", "/api/v1/staff/requests?status=held"])
@pytest.mark.parametrize(("who", "seen"), [("closed", [1, 2]), ("examiner", [2]), ("auditor", [2]), ("approver", [2])])
async def test_a_hold_with_a_finding_is_listed_to_the_closed_desk_alone(
    client: httpx2.AsyncClient, city: City, path: str, who: str, seen: list[int]
) -> None:
    """A hold for want of an answer is listed to all; nothing in a row says which is which."""
    city.happened(1, *held())
    city.happened(2, *held()[:1], Held(**stamp(2), stage=HoldStage.ELIGIBILITY))

    rows = (await client.get(path, headers=sign_in(who))).json()["items"]

    assert [row["case_id"] for row in rows] == [case_id(each) for each in seen]
    assert not any("secluded" in row for row in rows)

"""Openings of personal data over HTTP: a ground, an entry before anything is seen, and nothing protected to who may not."""

from datetime import date

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import FORM, case_id, finding_opened, held, issued, paid, receipt_number, sign_in, stamp

from domain.actors import Role
from domain.cases.access import AccessGround
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.disclosure import Part
from domain.certificates.examination_events import Rejected, RejectionProposed
from domain.certificates.holds import WaysOut, ways_out
from domain.certificates.identity_events import FindingOpened, Held, HoldReleased, ReleaseProposed
from domain.certificates.status import HoldStage
from domain.certificates.vault import RequestItem
from domain.identity.attributes import BasicFourAttributes, IdentityFinding, Revocation, Sex
from domain.identity.residents import RegisteredPerson, RegistryFinding, ResidencyStatus

BASE = "/api/v1/staff/requests"
TYPED, REGISTERED = "青葉一丁目2番3号", "若葉五丁目6番7号"
RELEASE = (
    *held(),
    finding_opened("officer-sato"),
    finding_opened("officer-watanabe"),
    ReleaseProposed(
        **stamp(4, "officer-sato"), stage=HoldStage.ELIGIBILITY, decision_id="release-1", role=Role.EXAMINER
    ),
    HoldReleased(
        **stamp(5, "officer-watanabe"), stage=HoldStage.ELIGIBILITY, decision_id="release-2", role=Role.CLOSED_DESK
    ),
)


def store(city: City, finding: RegistryFinding) -> str:
    """Put what the citizen, the card and the register said into the vault."""
    request = case_id(1)
    card = BasicFourAttributes(name="髙﨑 花子", birth_date=date(1980, 2, 29), sex=Sex.FEMALE, address=TYPED)
    identity = IdentityFinding(
        attributes=card, reasons=(), revocation=Revocation.GOOD, checked_at=city.now, judged_at=city.now
    )
    for kind, content in (
        (VaultKind.APPLICATION, Application.model_validate(FORM)),
        (RequestItem.IDENTITY, identity),
        (RequestItem.ELIGIBILITY, finding),
    ):
        city.items[request, VaultItem(kind=kind)] = content.model_dump_json().encode()
    city.ways = ways_out(finding)
    return request


def finding(*, status: ResidencyStatus = ResidencyStatus.RESIDENT, suppressed: bool = False) -> RegistryFinding:
    person = RegisteredPerson(name="髙﨑　花子", birth_date="1980-02-29", sex="女", address=REGISTERED)
    return RegistryFinding(status=status, resident_id="r-1", suppressed=suppressed, people=(person,))


async def opened(client: httpx2.AsyncClient, part: str, role: str, ground: str = "hold") -> httpx2.Response:
    return await client.post(f"{BASE}/{case_id(1)}/{part}", json={"ground": ground}, headers=sign_in(role))


async def test_form_card_and_register_stand_side_by_side(client: httpx2.AsyncClient, city: City) -> None:
    """What differs is marked; the same name in another spelling is not; it is recorded who saw it and why."""
    city.happened(1, *paid())
    store(city, finding())
    answer = await opened(client, "sheet", "approver", "approval")
    lines = {line["field"]: line for line in answer.json()["lines"]}
    assert (lines["address"]["form"], lines["address"]["registered"]) == (TYPED, [REGISTERED])
    assert [name for name, line in lines.items() if line["differs"]] == ["address"]
    (entry,) = city.access.kept
    assert (entry.officer, entry.part, entry.ground) == ("officer-suzuki", Part.APPLICATION, AccessGround.APPROVAL)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("part", ["sheet", "finding"])
async def test_what_cannot_be_recorded_is_not_shown(client: httpx2.AsyncClient, city: City, part: str) -> None:
    """The entry comes first: without the ledger nothing is seen."""
    city.happened(1, *held())
    store(city, finding(suppressed=True))
    city.access.broken = True
    answer = await opened(client, part, "closed")
    assert (answer.status_code, answer.json()["code"]) == (503, "system_unavailable")
    assert REGISTERED not in answer.text


@pytest.mark.parametrize("body", [{}, {"ground": ""}, {"ground": "curiosity"}, {"ground": "hold", "part": "finding"}])
async def test_a_ground_is_one_of_the_list(client: httpx2.AsyncClient, city: City, body: dict[str, str]) -> None:
    """No opening without a ground, and none of one's own wording: a free text could tell of somebody."""
    city.happened(1, *held())
    store(city, finding())
    for part in ("sheet", "finding"):
        answer = await client.post(f"{BASE}/{case_id(1)}/{part}", json=body, headers=sign_in("closed"))
        assert answer.status_code == 422
    assert city.access.kept == []


@pytest.mark.parametrize("suppressed", [True, False])
@pytest.mark.parametrize("role", ["examiner", "approver", "both"])
async def test_addresses_of_a_held_case_are_for_who_opened_its_finding(
    client: httpx2.AsyncClient, city: City, role: str, suppressed: bool
) -> None:
    """Held for whatever reason, a sheet shows others no address of any source, and says the same of every finding."""
    city.happened(1, *held())
    status = ResidencyStatus.RESIDENT if suppressed else ResidencyStatus.DIFFERS
    store(city, finding(status=status, suppressed=suppressed))
    answer = await opened(client, "sheet", role)
    address = next(line for line in answer.json()["lines"] if line["field"] == "address")
    assert address == {"field": "address", "form": "", "card": "", "registered": [], "differs": True, "hidden": True}
    assert not {TYPED, REGISTERED, "9990001"} & set(answer.text.split('"'))


@pytest.mark.parametrize("role", ["examiner", "approver", "both", "closed"])
async def test_an_address_of_which_the_register_has_not_spoken_may_be_protected(
    client: httpx2.AsyncClient, city: City, role: str
) -> None:
    """Held because the register or the revocation list gave no answer: what form and card say is for the closed desk."""
    city.happened(1, Held(**stamp(2), stage=HoldStage.IDENTITY))
    store(city, finding())
    del city.items[case_id(1), VaultItem(kind=RequestItem.ELIGIBILITY)]
    answer = await opened(client, "sheet", role)
    assert answer.json()["asked"] is False
    address = next(line for line in answer.json()["lines"] if line["field"] == "address")
    assert (address["form"], address["hidden"]) == ((TYPED, False) if role == "closed" else ("", True))
    assert ("9990001" in answer.text) is (role == "closed")


async def test_a_protected_address_is_for_the_closed_desk_alone(client: httpx2.AsyncClient, city: City) -> None:
    """The examiner who opened the finding knows why the address is not shown; of a mere difference it is."""
    city.happened(1, *held())
    store(city, finding(suppressed=True))
    told = (await opened(client, "finding", "examiner")).json()
    assert told == {"status": "resident", "protected": True, "seal": None, "ways": WaysOut.CLOSED_DESK.value}
    assert REGISTERED not in (await opened(client, "sheet", "examiner")).text
    assert REGISTERED in (await opened(client, "sheet", "closed")).text
    store(city, finding(status=ResidencyStatus.DIFFERS))
    assert REGISTERED in (await opened(client, "sheet", "examiner")).text


async def test_the_approver_of_a_released_case_learns_no_reason(client: httpx2.AsyncClient, city: City) -> None:
    """That a hold was released stands in the history; the answers for 支援措置 and a difference are the same bytes."""
    told = set()
    for suppressed in (True, False):
        city.happened(1, *RELEASE)
        status = ResidencyStatus.RESIDENT if suppressed else ResidencyStatus.DIFFERS
        store(city, finding(status=status, suppressed=suppressed))
        case = await client.get(f"{BASE}/{case_id(1)}", headers=sign_in("approver"))
        sheet = await opened(client, "sheet", "approver", "approval")
        refused = await opened(client, "finding", "both")
        assert refused.json()["code"] == "not_allowed_now"
        assert "hold_released" in case.text
        told.add((case.content, sheet.content))
    assert len(told) == 1


async def test_an_opened_finding_is_a_fact_of_the_case_and_lists_its_ways(
    client: httpx2.AsyncClient, city: City
) -> None:
    """Before: only opening is offered, the same for all. After: what this finding leaves open, and no more."""
    for suppressed, ways in ((True, ["open_finding", "propose_rejection", "release_hold"]), (False, None)):
        city.happened(1, *held())
        status = ResidencyStatus.RESIDENT if suppressed else ResidencyStatus.DECEASED
        store(city, finding(status=status, suppressed=suppressed))
        address = f"{BASE}/{case_id(1)}"
        before = (await client.get(address, headers=sign_in("examiner"))).json()["actions"]
        assert before == ["open_finding"]
        await opened(client, "finding", "examiner")
        after = (await client.get(address, headers=sign_in("examiner"))).json()["actions"]
        assert after == (ways or ["open_finding", "propose_rejection", "return_to_applicant"])
        assert isinstance(city.events[case_id(1)][-1], FindingOpened)


async def test_the_finding_of_an_ended_case_is_for_the_closed_desk(client: httpx2.AsyncClient, city: City) -> None:
    """A complaint may come later: the workflow has ended, the access ledger has the opening all the same."""
    proposed = RejectionProposed(**stamp(8, "officer-sato"), decision_id="propose-1", reasons=("counter_only",))
    rejected = Rejected(**stamp(9, "officer-suzuki"), decision_id="reject-01", reasons=("counter_only",))
    city.happened(1, *held(), finding_opened("officer-sato"), proposed, rejected)
    store(city, finding(suppressed=True))
    before = list(city.events[case_id(1)])
    assert (await opened(client, "finding", "examiner", "complaint")).json()["code"] == "role_missing"
    assert (await opened(client, "finding", "closed", "complaint")).json()["protected"] is True
    assert city.events[case_id(1)] == before
    assert [(each.officer, each.ground) for each in city.access.kept] == [("officer-watanabe", AccessGround.COMPLAINT)]


async def test_auditors_list_openings(client: httpx2.AsyncClient, city: City) -> None:
    """Newest first, by officer, case and day."""
    city.happened(1, *issued())
    store(city, finding())
    for role, ground in (("examiner", "examination"), ("approver", "approval"), ("closed", "inquiry")):
        assert (await opened(client, "sheet", role, ground)).status_code == 200
    address = "/api/v1/staff/openings"
    listed = await client.get(address, headers=sign_in("auditor"))
    assert [each["ground"] for each in listed.json()["items"]] == ["inquiry", "approval", "examination"]
    for query, found in (
        ({"officer": "officer-suzuki"}, 1),
        ({"case_id": case_id(1)}, 3),
        ({"case_id": case_id(2)}, 0),
        ({"day": "2026-11-24"}, 3),
        ({"day": "2026-11-23"}, 0),
        ({"limit": "2"}, 2),
    ):
        answer = await client.get(address, params=query, headers=sign_in("auditor"))
        assert len(answer.json()["items"]) == found, query
    for query in ({"case_id": receipt_number(1)}, {"officer": "officer\x00"}, {"officer": "佐藤"}, {"officer": ""}):
        assert (await client.get(address, params=query, headers=sign_in("auditor"))).status_code == 422, query

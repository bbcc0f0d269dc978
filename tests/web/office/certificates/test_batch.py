"""決裁 of several cases at once: without warnings, each confirmed, a decision each."""

import re

import pytest
from fakes.desk_stories import case_id, paid, stamp
from fixtures.case_pages import page_of, pressed
from fixtures.forms import hidden_fields

from domain.cases.vault import VaultItem
from domain.certificates.examination_events import ApprovalProposed
from domain.certificates.status import Status
from domain.certificates.vault import RequestItem
from domain.identity.residents import RegisteredPerson, RegistryFinding, ResidencyStatus

BATCH = "/office/approvals"
BOX = re.compile(r'type="checkbox" id="[^"]+" name="confirmed-([^"]+)"')


@pytest.fixture
def waiting(city, officer):
    """Make a case of that number wait for its approval, looked at by its examiner."""

    async def begin(number: int, name: str = "髙﨑 花子") -> None:
        city.happened(number, *paid(number))
        person = RegisteredPerson(name=name, birth_date="1980-02-29", address="青葉一丁目2番3号")
        finding = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r-1", people=(person,))
        item = VaultItem(kind=RequestItem.ELIGIBILITY)
        await city.vault.put(case_id(number), item, finding.model_dump_json().encode())
        await pressed(await officer("examiner"), "/propose", number)

    return begin


async def boxes(browser) -> list[str]:
    """Return the cases that can be confirmed."""
    return BOX.findall((await browser.get(BATCH)).text)


def confirmed(*numbers: int) -> dict[str, str]:
    """Return the boxes of these cases, ticked."""
    return {f"confirmed-{case_id(number)}": "on" for number in numbers}


async def test_what_was_confirmed_is_approved_and_nothing_else(officer, city, waiting):
    for number in (1, 2, 3):
        await waiting(number)
    approver = await officer("approver")
    html = (await approver.get(BATCH)).text

    answer = await approver.post(BATCH, data={**hidden_fields(html), **confirmed(1, 3)})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{BATCH}?done=2&left=0")
    assert [(await city.state(case_id(number))).status for number in (1, 2, 3)] == [
        Status.ISSUING,
        Status.AWAITING_APPROVAL,
        Status.ISSUING,
    ]
    assert len({city.events[case_id(number)][-1].decision_id for number in (1, 3)}) == 2


async def test_each_case_shown_is_one_opening(officer, city, waiting):
    for number in (1, 2):
        await waiting(number)

    html = (await (await officer("approver")).get(BATCH)).text

    assert html.count("髙﨑 花子") == 2
    looked = [each.case_id for each in city.access.kept if each.officer == "officer-suzuki"]
    assert looked == [case_id(1), case_id(2)]


async def test_a_difference_or_an_examiner_who_never_looked_is_decided_on_its_own_page(officer, city, waiting):
    await waiting(1, "高崎 花江")
    city.happened(2, *paid(2), ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1"))
    approver = await officer("approver")

    assert await boxes(approver) == []
    assert "違いがあります" in (await approver.get(BATCH)).text


async def test_there_are_at_most_twenty(officer, waiting):
    for number in range(1, 23):
        await waiting(number)

    assert len(await boxes(await officer("approver"))) == 20


async def test_what_has_gone_on_meanwhile_is_left_alone_and_told(officer, city, waiting):
    for number in (1, 2):
        await waiting(number)
    approver = await officer("approver")
    sent = {**hidden_fields((await approver.get(BATCH)).text), **confirmed(1, 2)}
    await pressed(await officer("both"), "/remand", 1, on="/remand", reason="check_again", note="確かめてください。")

    answer = await approver.post(BATCH, data=sent)

    assert answer.headers["location"] == f"{BATCH}?done=1&left=1"
    assert "1件は、画面を開いたあとに案件が動いたため" in (await approver.get(answer.headers["location"])).text


async def test_pressed_twice_it_is_one_decision_each(officer, city, waiting):
    await waiting(1)
    approver = await officer("approver")
    sent = {**hidden_fields((await approver.get(BATCH)).text), **confirmed(1)}

    answers = [await approver.post(BATCH, data=sent) for _ in range(2)]

    assert [each.headers["location"] for each in answers] == [f"{BATCH}?done=1&left=0"] * 2


async def test_an_examiner_has_no_such_page(officer):
    assert (await (await officer("examiner")).get(BATCH)).status_code == 403


async def test_the_examiner_of_a_case_does_not_approve_it_here_either(officer, city):
    city.happened(1, *paid(1))
    both = await officer("both")
    await pressed(both, "/propose")

    assert page_of(1) not in (await both.get(BATCH)).text

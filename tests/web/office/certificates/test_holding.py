"""要確認 at its own page: opened on record, released by two, told to nobody else."""

import pytest
from fakes.desk_stories import case_id, finding_opened, held, stamp
from fixtures.case_pages import page_of, pressed

from domain.cases.vault import VaultItem
from domain.certificates.holds import WaysOut
from domain.certificates.identity_events import Held
from domain.certificates.status import HoldStage, Status
from domain.certificates.vault import RequestItem
from domain.identity.residents import RegistryFinding, ResidencyStatus

PROTECTED = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r-1", suppressed=True)


@pytest.fixture
def a_hold(city):
    """A case that the register held, protected."""

    async def begin(*more, finding: RegistryFinding = PROTECTED, ways: WaysOut = WaysOut.CLOSED_DESK):
        city.happened(1, *held(), *more)
        item = VaultItem(kind=RequestItem.ELIGIBILITY)
        await city.vault.put(case_id(1), item, finding.model_dump_json().encode())
        city.ways = ways

    return begin


async def test_the_finding_is_opened_by_a_press_and_each_look_is_recorded_once(officer, city, a_hold):
    await a_hold()
    desk = await officer("closed")
    before = await desk.get(f"{page_of()}/hold")
    opened = await pressed(desk, "/hold/open", on="/hold")
    assert city.access.kept == []

    after = await desk.get(f"{page_of()}/hold")

    assert ("支援措置" in before.text, opened.headers["location"]) == (False, f"{page_of()}/hold")
    assert "支援措置の対象です" in after.text
    assert [(each.part, each.ground) for each in city.access.kept] == [("finding", "hold")]


async def test_two_people_release_one_of_them_of_the_closed_desk(officer, city, a_hold):
    await a_hold()
    for who in ("closed", "examiner"):  # the second has it in their list only once the first agreed
        browser = await officer(who)
        await pressed(browser, "/hold/open", on="/hold")
        answer = await pressed(browser, "/hold", on="/hold")
        assert answer.status_code == 303

    assert (await city.state(case_id(1))).status is Status.AWAITING_PAYMENT


async def test_a_protected_case_is_rejected_in_neutral_words_alone(officer, city, a_hold):
    await a_hold(finding_opened("officer-watanabe"), finding_opened("officer-sato", 4))

    html = (await (await officer("examiner")).get(f"{page_of()}/propose-rejection")).text

    assert html.count('type="checkbox"') == 1
    assert 'value="counter_only"' in html


async def test_a_hold_without_a_finding_is_asked_again(officer, city):
    city.happened(1, Held(**stamp(1), stage=HoldStage.IDENTITY))

    answer = await pressed(await officer("examiner"), "/check-again")

    assert answer.status_code == 303
    assert (await city.state(case_id(1))).status is Status.VERIFYING

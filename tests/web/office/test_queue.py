"""The page of a queue: what stands in it, in which order, and how it is narrowed."""

import re
from datetime import timedelta

import pytest
from fakes.desk_stories import NOW, STAFF, case_id, case_number, finding_opened, held, issued, paid, stamp

from domain.actors import Role
from domain.certificates.examination_events import ApprovalProposed, CaseTaken
from domain.certificates.identity_events import Held, ReleaseProposed
from domain.certificates.status import HoldStage

NUMBER = re.compile(r'<th scope="row"><a href="/office/cases/([^"?]+)([^"]*)"')
EXAMINATION = "/office/queue/examination"


def taken(by: str) -> CaseTaken:
    """Return how an officer takes a case."""
    return CaseTaken(**stamp(5, by), decision_id=f"take-by-{by}")


def unanswered() -> Held:
    """Return a hold for want of an answer."""
    return Held(**stamp(2), stage=HoldStage.ELIGIBILITY)


def release_proposed(by: str, role: Role) -> ReleaseProposed:
    """Return how somebody proposes that a case goes on."""
    return ReleaseProposed(**stamp(4, by), decision_id="release-1", stage=HoldStage.ELIGIBILITY, role=role)


async def listed(browser, address: str) -> list[str]:
    """Return the cases of a list, in order."""
    answer = await browser.get(address)
    assert answer.status_code == 200
    return [found[0] for found in NUMBER.findall(answer.text)]


async def test_an_examiner_sees_what_is_theirs_and_what_nobody_has(officer, city):
    city.happened(1, *paid(1))
    city.happened(2, *paid(2), taken("officer-sato"))
    city.happened(3, *paid(3), taken("officer-tanaka"))
    examiner = await officer("examiner")

    assert await listed(examiner, EXAMINATION) == [case_id(1), case_id(2)]
    assert await listed(examiner, f"{EXAMINATION}?officer=mine") == [case_id(2)]
    assert await listed(examiner, f"{EXAMINATION}?officer=nobody") == [case_id(1)]
    assert await listed(examiner, f"{EXAMINATION}?officer=officer-tanaka") == [case_id(3)]
    assert await listed(examiner, f"{EXAMINATION}?officer=all") == [case_id(1), case_id(2), case_id(3)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("number=2", [2]),
        ("number=000002", [2]),
        ("number=" + case_number(1).replace("-", "").lower(), [1]),
        ("number=99", []),
        ("due=over", []),
        ("due=week", []),
        ("kind=resident_record_copy", [1, 2]),
        ("kind=tax_certificate", [1, 2]),  # nothing a reader can choose
        ("officer=somebody&due=someday", [1, 2]),
    ],
)
async def test_a_queue_is_narrowed_by_its_address(officer, city, asked, found):
    for number in (1, 2):
        city.happened(number, *paid(number))

    assert await listed(await officer("examiner"), f"{EXAMINATION}?{asked}") == [case_id(each) for each in found]


async def test_what_is_no_number_is_said(officer, city):
    city.happened(1, *paid(1))

    answer = await (await officer("examiner")).get(f"{EXAMINATION}?number=abc")

    assert answer.status_code == 422
    assert "案件番号を入力してください" in answer.text
    assert 'value="abc"' in answer.text


async def test_deadlines_say_how_much_time_is_left(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")

    assert "あと8開庁日" in (await examiner.get(EXAMINATION)).text
    city.now = NOW + timedelta(days=11)
    await city.sessions.begin(*next((key, row.signed_in, row.officer) for key, row in city.sessions.rows.items()))
    assert "期限超過" in (await examiner.get(EXAMINATION)).text
    assert await listed(examiner, f"{EXAMINATION}?due=over") == [case_id(1)]


async def test_an_empty_queue_says_what_comes_next_and_an_empty_choice_how_to_undo_it(officer):
    examiner = await officer("examiner")

    assert "納付が済んだ申請が、ここに並びます" in (await examiner.get(EXAMINATION)).text
    assert "条件を外す" in (await examiner.get(f"{EXAMINATION}?due=over")).text


@pytest.mark.parametrize("name", ["approval", "holds", "nothing", "posting"])
async def test_a_queue_of_other_roles_is_not_there(officer, name):
    assert (await (await officer("examiner")).get(f"/office/queue/{name}")).status_code == 404


@pytest.mark.parametrize("who", ["auditor", "admin", "nobody"])
async def test_who_works_on_no_case_sees_no_queue(officer, who):
    assert (await (await officer(who)).get(EXAMINATION)).status_code == 403


async def test_long_queues_have_pages(officer, city):
    for number in range(1, 53):
        city.happened(number, *paid(number))
    examiner = await officer("examiner")

    first = await examiner.get(EXAMINATION)
    (following,) = re.findall(r'<a href="(/office/queue/[^"]+)" rel="next"', first.text)
    rest = await listed(examiner, following.replace("&amp;", "&"))

    assert len(NUMBER.findall(first.text)) == 50
    assert len(rest) == 2
    assert len(first.content) < 60 * 1024


async def test_the_case_carries_its_list_in_its_address(officer, city):
    city.happened(1, *paid(1))

    html = (await (await officer("examiner")).get(f"{EXAMINATION}?officer=nobody")).text

    assert NUMBER.findall(html) == [(case_id(1), "?officer=nobody&amp;queue=examination")]


async def test_a_hold_with_a_finding_is_the_closed_desks_alone(officer, city):
    """Until it has proposed a release: then the second person has it in their list. Without a finding it is the examiners'."""
    city.happened(1, *held())
    city.happened(2, *held()[:1], unanswered())
    desk = STAFF["closed"].id
    city.happened(3, *held(), finding_opened(desk), release_proposed(desk, Role.CLOSED_DESK))
    city.happened(4, *held(), finding_opened("officer-sato"), release_proposed("officer-sato", Role.EXAMINER))
    examiner, closed = await officer("examiner"), await officer("closed")

    assert await listed(closed, "/office/queue/holds") == [case_id(1), case_id(3), case_id(4)]
    assert await listed(examiner, "/office/queue/unanswered") == [case_id(2)]
    assert await listed(examiner, "/office/queue/releases") == [case_id(3)]
    assert await listed(examiner, EXAMINATION) == []
    assert "<p>1件</p>" in (await examiner.get("/office")).text
    assert "<p>3件</p>" in (await closed.get("/office")).text


async def test_approvers_and_dispatchers_have_their_queues(officer, city):
    city.happened(1, *paid(1), ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1"))
    city.happened(2, *issued(2))

    assert await listed(await officer("approver"), "/office/queue/approval") == [case_id(1)]
    posting = (await (await officer("dispatcher")).get("/office/queue/posting")).text
    assert [found[0] for found in NUMBER.findall(posting)] == [case_id(2)]
    assert "発送待ち" in posting

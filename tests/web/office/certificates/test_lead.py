"""割り振り: what a supervisor sees of the work, and how cases go from hand to hand."""

import re
from datetime import timedelta

import pytest
from fakes.desk_stories import NOW, STAFF, case_id, finding_opened, held, issued, paid, stamp
from fixtures.case_pages import page_of, pressed
from fixtures.forms import hidden_fields

from domain.actors import Actor, Role
from domain.certificates.examination_events import ApprovalProposed, CaseAssigned, CaseTaken, ReturnedToApplicant
from domain.certificates.identity_events import ReleaseProposed
from domain.certificates.status import HoldStage

SATO, TANAKA = "officer-sato", "officer-tanaka"
TO_TANAKA = {"to": TANAKA, "reason": "absence"}
REMARKS = ({"field": "delivery.address", "code": "incomplete"},)


def taken(by: str = SATO, minute: int = 5) -> CaseTaken:
    """Return how an examiner took a case."""
    return CaseTaken(**stamp(minute, by), decision_id=f"take-by-{by}")


def the_work_of_sato(city) -> None:
    """Let one case be examined, one wait for the approver, one for its citizen."""
    city.happened(1, *paid(1), taken())
    city.happened(2, *paid(2), taken(), ApprovalProposed(**stamp(6, SATO), decision_id="propose-1"))
    city.happened(3, *paid(3), taken(), ReturnedToApplicant(**stamp(6, SATO), decision_id="return-1", remarks=REMARKS))


async def sent(browser, path: str, **given: str):
    """Send the form of a page with what was chosen there."""
    return await browser.post(path, data={**hidden_fields((await browser.get(path)).text), **given})


def lines(html: str) -> dict[str, list[str]]:
    """Return the figures of each officer's line by the id in its address."""
    rows = re.findall(r'href="/office/lead/officers/([^"]+)">.*?</th>(.*?)</tr>', html, re.DOTALL)
    return {officer: re.findall(r">(\d+)<", cells) for officer, cells in rows if "number" in cells}


async def test_the_load_of_each_examiner_is_told(officer, city):
    the_work_of_sato(city)
    city.happened(4, *paid(4))

    html = (await (await officer("supervisor")).get("/office/lead")).text

    assert lines(html)[SATO] == ["1", "1", "1", "3", "0"]
    assert lines(html)[TANAKA] == ["0", "0", "0", "0", "0"]
    assert lines(html)["-"] == ["1", "0", "0", "1", "0"]


async def test_what_is_late_is_counted_and_listed(officer, city):
    the_work_of_sato(city)
    city.now = NOW + timedelta(days=30)
    supervisor = await officer("supervisor")

    assert lines((await supervisor.get("/office/lead")).text)[SATO][-1] == "2"
    listed = (await supervisor.get("/office/lead/overdue")).text
    assert [case_id(number) in listed for number in (1, 2, 3)] == [True, True, False]


async def test_a_case_of_the_closed_desk_is_in_none_of_it(officer, city):
    """Neither while it is held, nor when the closed desk has proposed its release; not even late."""
    city.happened(1, *held())
    released = ReleaseProposed(
        **stamp(4, "officer-watanabe"), decision_id="release-1", stage=HoldStage.ELIGIBILITY, role=Role.CLOSED_DESK
    )
    city.happened(2, *held(), finding_opened("officer-watanabe"), released)
    city.now = NOW + timedelta(days=30)
    supervisor = await officer("supervisor")

    for path in ("", "/overdue", "/stopped", "/unanswered", "/stuck", "/money", "/officers/-"):
        html = (await supervisor.get(f"/office/lead{path}")).text
        assert case_id(1) not in html
        assert case_id(2) not in html
    assert re.findall(r'data-test="(\w+)">(\d+)件', (await supervisor.get("/office/lead")).text) == [
        (each, "0") for each in ("overdue", "stopped", "unanswered", "stuck", "money")
    ]


async def test_one_case_goes_to_another_examiner(officer, city):
    city.happened(1, *paid(1), taken())
    supervisor = await officer("supervisor")
    assert 'href="/office/cases/' in (await supervisor.get(page_of())).text

    answer = await pressed(supervisor, "/assign", on="/assign", **TO_TANAKA)

    assert (answer.status_code, answer.headers["location"]) == (303, page_of())
    assert (await city.state(case_id(1))).assignee == TANAKA
    assert "割り振りました" in (await supervisor.get(page_of())).text


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"to": "", "reason": "absence"}, "to"),
        ({"to": "officer-suzuki", "reason": "absence"}, "to"),
        ({"to": "nobody", "reason": "absence"}, "to"),
        ({"to": TANAKA, "reason": ""}, "reason"),
        ({"to": TANAKA, "reason": "because"}, "reason"),
    ],
)
async def test_a_form_that_says_nothing_useful_is_shown_again(officer, city, given, wrong):
    city.happened(1, *paid(1), taken())
    answer = await pressed(await officer("supervisor"), "/assign", on="/assign", **given)

    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    assert (await city.state(case_id(1))).assignee == SATO


async def test_who_is_away_is_given_nothing(officer, city):
    city.happened(1, *paid(1), taken())
    supervisor = await officer("supervisor")
    await note_absence(supervisor, TANAKA)

    answer = await pressed(supervisor, "/assign", on="/assign", **TO_TANAKA)

    assert answer.status_code == 422
    assert (await city.state(case_id(1))).assignee == SATO


async def test_who_is_the_applicant_is_given_nothing(officer, city):
    """And the supervisor is not told why."""
    city.happened(1, *paid(1), taken())
    city.people.actors[TANAKA] = Actor(id=TANAKA, roles=(Role.EXAMINER,), person="ef" * 16)

    answer = await pressed(await officer("supervisor"), "/assign", on="/assign", **TO_TANAKA)

    assert answer.status_code == 409
    assert "別の審査担当を選んでください" in answer.text
    assert "申請者" not in answer.text


async def test_an_old_page_hands_nothing_over(officer, city):
    city.happened(1, *paid(1), taken())
    supervisor, examiner = await officer("supervisor"), await officer("examiner")
    seen = hidden_fields((await supervisor.get(f"{page_of()}/assign")).text)
    await pressed(examiner, "/propose")

    answer = await supervisor.post(f"{page_of()}/assign", data={**seen, **TO_TANAKA})

    assert answer.status_code == 409
    assert "交付を起案しました" in answer.text


async def test_all_of_an_officer_goes_over_in_one_act(officer, city):
    the_work_of_sato(city)
    city.happened(4, *paid(4), taken(TANAKA))
    city.happened(5, *issued(5))
    supervisor = await officer("supervisor")

    answer = await sent(supervisor, f"/office/lead/officers/{SATO}", all="1", **TO_TANAKA)

    assert answer.status_code == 303
    assert [(await city.state(case_id(number))).assignee for number in (1, 2, 3, 4, 5)] == [TANAKA] * 4 + [SATO]
    assert "ありません。" in (await supervisor.get(f"/office/lead/officers/{SATO}")).text


async def test_ticked_cases_alone_go_over_and_twice_is_once(officer, city):
    the_work_of_sato(city)
    supervisor = await officer("supervisor")
    path = f"/office/lead/officers/{SATO}"
    form = {**hidden_fields((await supervisor.get(path)).text), **TO_TANAKA, case_id(1): "on"}

    for _ in range(2):
        assert (await supervisor.post(path, data=form)).status_code == 303

    assert [(await city.state(case_id(number))).assignee for number in (1, 2, 3)] == [TANAKA, SATO, SATO]
    assert sum(isinstance(each, CaseAssigned) for each in city.events[case_id(1)]) == 1


async def test_cases_that_nobody_has_are_given_out(officer, city):
    city.happened(1, *paid(1))
    await sent(await officer("supervisor"), "/office/lead/officers/-", all="1", **TO_TANAKA)

    assert (await city.state(case_id(1))).assignee == TANAKA


async def test_a_case_of_somebody_elses_is_not_taken_from_a_forged_form(officer, city):
    """Neither another officer's, nor a held one: both stay, and the page says that something stayed."""
    city.happened(1, *paid(1), taken(TANAKA))
    city.happened(2, *held())
    supervisor = await officer("supervisor")

    answer = await sent(
        supervisor,
        f"/office/lead/officers/{SATO}",
        **{
            case_id(1): "on",
            case_id(2): "on",
            "to": "-",
            "reason": "workload",
            "decision_id": "page-0123",
            "place": "0",
        },
        csrf=hidden_fields((await supervisor.get("/office/lead/absences/new")).text)["csrf"],
    )

    assert answer.status_code == 303
    assert (await city.state(case_id(1))).assignee == TANAKA
    assert "割り振れなかった案件があります" in (await supervisor.get(f"/office/lead/officers/{SATO}")).text


async def test_nothing_ticked_is_a_mistake(officer, city):
    the_work_of_sato(city)
    answer = await sent(await officer("supervisor"), f"/office/lead/officers/{SATO}", **TO_TANAKA)

    assert answer.status_code == 422
    assert 'href="#cases"' in answer.text


async def test_nobody_of_that_name_is_not_found(officer):
    assert (await (await officer("supervisor")).get("/office/lead/officers/officer-x")).status_code == 404


async def note_absence(supervisor, who: str, substitute: str = "", first: str = "2026-11-24", last: str = "2026-11-30"):
    """Note an absence by its page."""
    given = {"officer": who, "first": first, "last": last, "substitute": substitute}
    return await sent(supervisor, "/office/lead/absences/new", **given)


async def test_an_absence_leads_to_the_officers_cases_with_the_substitute_chosen(officer, city):
    the_work_of_sato(city)
    supervisor = await officer("supervisor")

    answer = await note_absence(supervisor, SATO, TANAKA)

    assert answer.headers["location"] == f"/office/lead/officers/{SATO}"
    html = (await supervisor.get(answer.headers["location"])).text
    assert f'<option value="{TANAKA}" selected>' in html
    assert "不在(11月24日から11月30日まで)" in html
    assert "不在(11月30日まで)" in (await supervisor.get("/office/lead")).text


async def test_an_absence_is_taken_back(officer, city):
    supervisor = await officer("supervisor")
    await note_absence(supervisor, SATO)
    (absence,) = city.back.absences.noted

    csrf = hidden_fields((await supervisor.get("/office/lead")).text)["csrf"]
    answer = await supervisor.post(f"/office/lead/absences/{absence}/drop", data={"csrf": csrf})

    assert answer.status_code == 303
    assert city.back.absences.noted == {}
    assert city.back.absences.by == [("note", "officer-yamada"), ("drop", "officer-yamada")]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"who": ""}, "officer"),
        ({"who": "auditor-ito"}, "officer"),
        ({"first": ""}, "first"),
        ({"last": "2026-11-23"}, "last"),
        ({"last": "11/30"}, "last"),
        ({"substitute": SATO}, "substitute"),
        ({"substitute": "nobody"}, "substitute"),
    ],
)
async def test_an_absence_that_cannot_be_is_told_at_its_field(officer, city, given, wrong):
    answer = await note_absence(await officer("supervisor"), **{"who": SATO, **given})

    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    assert city.back.absences.noted == {}


@pytest.mark.parametrize("who", sorted(set(STAFF) - {"supervisor"}))
async def test_nobody_else_shares_out_work(officer, city, who):
    city.happened(1, *paid(1), taken())
    browser = await officer(who)

    for path in (
        "/office/lead",
        "/office/lead/overdue",
        f"/office/lead/officers/{SATO}",
        "/office/lead/absences/new",
        f"{page_of()}/assign",
    ):
        assert (await browser.get(path)).status_code == 403
    for path in (f"/office/lead/officers/{SATO}", f"{page_of()}/assign", "/office/lead/absences/new"):
        assert (await browser.post(path, data=TO_TANAKA)).status_code == 403
    assert (await city.state(case_id(1))).assignee == SATO

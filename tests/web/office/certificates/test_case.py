"""The page of a case: what stands, what was opened, and the two decisions of every request."""

import pytest
from fakes.desk_stories import case_id, finding_opened, held, paid, stamp
from fixtures.case_pages import page_of, pressed
from fixtures.forms import hidden_fields

from domain.actors import Role
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.examination_events import ApprovalProposed
from domain.certificates.identity_events import ReleaseProposed
from domain.certificates.status import HoldStage, Status


async def test_a_case_at_hand_is_opened_and_that_is_recorded_once(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")

    answer = await examiner.get(page_of())

    assert answer.status_code == 200
    assert "髙﨑 花子" in answer.text
    assert [(each.officer, each.part, each.ground) for each in city.access.kept] == [
        ("officer-sato", "application", "examination")
    ]


@pytest.mark.parametrize("who", ["dispatcher", "supervisor", "approver", "closed"])
async def test_who_has_nothing_to_decide_sees_no_personal_data(officer, city, who):
    city.happened(1, *paid(1))

    answer = await (await officer(who)).get(page_of())

    assert (answer.status_code, "髙﨑" in answer.text, city.access.kept) == (200, False, [])


async def test_on_another_ground_it_is_opened_too(officer, city):
    city.happened(1, *paid(1))

    answer = await (await officer("approver")).get(f"{page_of()}?ground=inquiry")

    assert "髙﨑 花子" in answer.text
    assert [each.ground for each in city.access.kept] == ["inquiry"]


async def test_an_examiner_takes_and_proposes_and_another_approves(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")

    taken = await pressed(examiner, "/take")
    proposed = await pressed(examiner, "/propose")
    approved = await pressed(await officer("approver"), "/approve")

    assert [each.status_code for each in (taken, proposed, approved)] == [303, 303, 303]
    assert approved.headers["location"] == page_of()
    state = await city.state(case_id(1))
    assert (state.status, state.examination.examiner, state.examination.approver) == (
        Status.ISSUING,
        "officer-sato",
        "officer-suzuki",
    )


async def test_the_banner_says_what_was_done(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")
    await pressed(examiner, "/propose")

    assert "起案しました。" in (await examiner.get(page_of())).text


async def test_the_same_form_twice_is_one_decision(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")
    sent = hidden_fields((await examiner.get(page_of())).text)

    answers = [await examiner.post(f"{page_of()}/propose", data=sent) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert sum(isinstance(each, ApprovalProposed) for each in city.events[case_id(1)]) == 1


async def test_who_proposed_is_not_offered_to_approve_and_cannot(officer, city):
    tanaka = "officer-tanaka"
    city.happened(1, *paid(1), ApprovalProposed(**stamp(5, tanaka), decision_id="propose-1"))
    both = await officer("both")
    html = (await both.get(page_of())).text

    assert "交付を決裁する" not in html
    answer = await both.post(f"{page_of()}/approve", data={**csrf_of(html), "decision_id": "approve-1", "place": "6"})
    assert answer.status_code == 403


def csrf_of(html: str) -> dict[str, str]:
    """Return the token of a page's forms."""
    return {"csrf": hidden_fields(html)["csrf"]}


@pytest.mark.parametrize("who", ["auditor", "admin", "nobody"])
async def test_who_works_on_no_case_sees_none(officer, city, who):
    city.happened(1, *paid(1))

    assert (await (await officer(who)).get(page_of())).status_code == 403


async def test_a_case_that_nobody_knows_is_not_found(officer):
    assert (await (await officer("examiner")).get(page_of(7))).status_code == 404


async def test_an_old_page_decides_nothing_and_says_who_did_what_meanwhile(officer, city):
    city.happened(1, *paid(1))
    examiner, approver = await officer("examiner"), await officer("approver")
    seen = hidden_fields((await examiner.get(page_of())).text)
    await pressed(examiner, "/propose")
    await pressed(approver, "/approve")

    answer = await examiner.post(f"{page_of()}/take", data=seen)

    assert answer.status_code == 409
    assert "交付を起案しました" in answer.text
    assert "交付を決裁しました" in answer.text
    assert "鈴木" in answer.text


async def test_from_a_queue_the_next_case_is_one_key_away(officer, city):
    for number in (1, 2):
        city.happened(number, *paid(number))
    examiner = await officer("examiner")
    queue = "?queue=examination"
    sent = hidden_fields((await examiner.get(f"{page_of(1)}{queue}")).text)

    done = await examiner.post(f"{page_of(1)}/propose{queue}", data=sent)
    html = (await examiner.get(done.headers["location"])).text

    assert done.headers["location"] == f"{page_of(1)}{queue}"
    assert f'<a class="button main" href="{page_of(2)}{queue}">次の案件へ</a>' in html


@pytest.mark.parametrize(("who", "told"), [("closed", True), ("examiner", False), ("approver", False)])
async def test_that_a_case_is_held_for_a_finding_is_told_to_the_closed_desk_alone(officer, city, who, told):
    city.happened(1, *held())

    html = (await (await officer(who)).get(page_of())).text

    assert ("要確認の理由を開く" in html, "職員の確認が必要に" in html) == (told, told)
    assert ("確認中" in html) is not told


async def test_when_the_closed_desk_has_agreed_an_examiner_is_told(officer, city):
    desk = "officer-watanabe"
    proposed = ReleaseProposed(
        **stamp(4, desk), decision_id="release-1", stage=HoldStage.ELIGIBILITY, role=Role.CLOSED_DESK
    )
    city.happened(1, *held(), finding_opened(desk), proposed)

    assert "要確認の理由を開く" in (await (await officer("examiner")).get(page_of())).text
    assert "要確認の理由を開く" not in (await (await officer("approver")).get(page_of())).text


async def test_a_rare_name_is_drawn_beside_its_text_and_a_usual_one_is_not(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")
    assert "<svg" not in (await examiner.get(page_of())).text
    application = city.items[case_id(1), VaultItem(kind=VaultKind.APPLICATION)]
    city.items[case_id(1), VaultItem(kind=VaultKind.APPLICATION)] = application.replace("花".encode(), "𠮷".encode())

    html = (await examiner.get(page_of())).text

    assert "髙﨑 𠮷子" in html
    assert html.count('<svg class="glyphs"') == 1
    assert "style=" not in html


async def test_what_was_asked_about_revocation_is_said_in_words(officer, city):
    verified, *others = paid(1)
    city.happened(1, verified.model_copy(update={"revocation_source": "crl 2026-11-23T00:00:00Z #42"}), *others)

    html = (await (await officer("supervisor")).get(page_of())).text

    assert "2026年11月23日(月) 9時00分に発行された失効リスト(#42) で確認しました。" in html


async def test_what_the_copy_is_to_show_stands_on_the_page(officer, city):
    """An examiner decides on what was asked for, not only on who asks."""
    city.happened(1, *paid(1))

    html = (await (await officer("examiner")).get(f"/office/cases/{case_id(1)}")).text

    assert "載せるもの: " in html

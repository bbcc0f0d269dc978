"""監査: cases told and proved, who opened what, personal data on a ground."""

from datetime import timedelta

import pytest
from fakes.desk_stories import FORM, case_id, case_number, paid
from fixtures.forms import hidden_fields

from domain.cases.access import AccessGround
from domain.office.sign_in import FRESH

CASE = f"/office/audit/cases/{case_id(1)}"


@pytest.fixture
async def auditor(officer, city):
    """An auditor who has just signed in; one request was paid."""
    city.happened(1, *paid(1))
    return await officer("auditor")


async def test_an_auditor_finds_a_case_by_its_number(auditor):
    answer = await auditor.get(f"/office/audit/case?number={case_number(1)}")

    assert (answer.status_code, answer.headers["location"]) == (303, CASE)


async def test_a_number_of_no_case_is_told_with_an_example(auditor):
    answer = await auditor.get("/office/audit/case?number=none")

    assert answer.status_code == 422
    assert "「none」という案件はありません" in answer.text


async def test_a_case_is_told_in_sentences_without_personal_data(auditor):
    html = (await auditor.get(CASE)).text

    assert "1. 2026-11-23" in html
    assert FORM["applicant"]["name"] not in html
    assert "だれも、この案件の個人情報を開いていません" in html


@pytest.mark.parametrize(
    ("faults", "said"), [((), "署名されたとおりです"), (("第2件が違う",), "署名されたものと違います")]
)
async def test_a_case_is_verified_at_a_press(auditor, city, faults, said):
    city.back.audit.faults = faults

    html = (await auditor.get(f"{CASE}?verify=true")).text

    assert said in html
    assert all(each in html for each in faults)


async def test_the_proof_is_a_file_to_take_away(auditor):
    answer = await auditor.get(f"{CASE}/proof.json")

    assert answer.headers["content-disposition"] == f'attachment; filename="proof-{case_id(1)}.json"'
    assert answer.json() == {"case_id": case_id(1)}


async def test_events_are_looked_for_in_the_last_thirty_days(auditor, city):
    await auditor.get("/office/audit?by=officer-sato")

    (wanted,) = city.back.audit.searched
    assert wanted.by == "officer-sato"
    assert timedelta(days=29) < city.now - wanted.since < timedelta(days=32)


@pytest.mark.parametrize("query", ["by=Officer+Sato", "day=2026-13-01", "day=yesterday"])
async def test_what_cannot_be_looked_for_is_told(auditor, city, query):
    answer = await auditor.get(f"/office/audit?{query}")

    assert answer.status_code == 422
    assert city.back.audit.searched == []


async def test_personal_data_are_opened_on_a_ground_and_recorded_once(auditor, city):
    form = await auditor.get(f"{CASE}/personal")
    assert FORM["applicant"]["name"] not in form.text

    shown = await auditor.post(f"{CASE}/personal", data={**hidden_fields(form.text), "ground": "audit"})

    assert FORM["applicant"]["name"] in shown.text
    assert '<meta http-equiv="refresh" content="900;' in shown.text
    assert [(each.officer, each.ground) for each in city.access.kept] == [("auditor-ito", AccessGround.AUDIT)]


async def test_without_a_ground_nothing_is_opened(auditor, city):
    form = await auditor.get(f"{CASE}/personal")

    answer = await auditor.post(f"{CASE}/personal", data=hidden_fields(form.text))

    assert answer.status_code == 422
    assert city.access.kept == []


async def test_a_sign_in_of_long_ago_opens_nothing(auditor, city):
    form = await auditor.get(f"{CASE}/personal")
    city.now += FRESH + timedelta(seconds=1)

    answer = await auditor.post(f"{CASE}/personal", data={**hidden_fields(form.text), "ground": "audit"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/office/sign-in?fresh=1&lost=1")
    assert city.access.kept == []


@pytest.mark.parametrize("who", ["examiner", "approver", "dispatcher", "closed", "supervisor", "admin"])
@pytest.mark.parametrize("path", ["", "/access", "/ledger", f"/cases/{case_id(1)}", f"/cases/{case_id(1)}/personal"])
async def test_nobody_else_sees_any_of_it(officer, city, who, path):
    city.happened(1, *paid(1))

    assert (await (await officer(who)).get(f"/office/audit{path}")).status_code == 403

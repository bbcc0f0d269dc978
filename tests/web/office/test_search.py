"""A case is found by its number alone."""

import pytest
from fakes.desk_stories import case_id, case_number, held, paid, receipt_number
from fixtures.forms import hidden_fields


async def searched(browser, number: str):
    """Return the answer to a search."""
    csrf = hidden_fields((await browser.get("/office/search")).text)["csrf"]
    return await browser.post("/office/search", data={"csrf": csrf, "number": number})


@pytest.mark.parametrize("written", [case_number(1), "1", "000001", receipt_number(1), receipt_number(1).lower()])
async def test_one_case_is_shown_at_once(officer, city, written):
    city.happened(1, *paid(1))
    city.happened(2, *paid(2))

    answer = await searched(await officer("examiner"), written)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/office/cases/{case_id(1)}")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("髙﨑", "案件番号を入力してください"),
        ("", "案件番号を入力してください"),
        ("77", "この番号の案件はありません"),
        (receipt_number(9), "この番号の案件はありません"),
    ],
)
async def test_what_is_not_found_is_said(officer, city, written, said):
    city.happened(1, *paid(1))

    answer = await searched(await officer("examiner"), written)

    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(("who", "status"), [("examiner", 422), ("supervisor", 422), ("closed", 303)])
async def test_a_hold_with_a_finding_is_found_by_the_closed_desk_alone(officer, city, who, status):
    city.happened(1, *held())

    assert (await searched(await officer(who), case_number(1))).status_code == status


@pytest.mark.parametrize("who", ["auditor", "admin"])
async def test_who_works_on_no_case_does_not_search(officer, who):
    assert (await (await officer(who)).get("/office/search")).status_code == 403

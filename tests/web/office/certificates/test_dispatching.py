"""Sending letters by a scanner."""

import pytest
from fakes.desk_stories import TRACKING_NUMBER, case_id, case_number, confirmed, held, issued, paid
from fixtures.forms import hidden_fields

OTHER = "12345678914"
ANOTHER_CITY = "2026-999999-0"


@pytest.fixture
async def dispatcher(officer):
    return await officer("dispatcher")


async def scan(browser, code):
    """Type a case's code at the first field."""
    fields = hidden_fields((await browser.get("/office/dispatch")).text)
    return await browser.post("/office/dispatch", data={"csrf": fields["csrf"], "code": code})


async def label(browser, number, tracking_number, **fields):
    """Type an envelope's number at the second field."""
    shown = hidden_fields((await browser.get(f"/office/dispatch?case={case_number(number)}")).text)
    sent = {**shown, "tracking_number": tracking_number, **fields}
    return await browser.post(f"/office/dispatch/letters/{case_number(number)}", data=sent)


@pytest.mark.parametrize("who", ["examiner", "approver", "closed", "auditor", "supervisor", "admin", "nobody"])
async def test_nobody_but_a_dispatcher_sends_letters(officer, who):
    assert (await (await officer(who)).get("/office/dispatch")).status_code == 403


async def test_a_letter_leaves_after_two_codes(dispatcher, city):
    city.happened(1, *issued())

    chosen = await scan(dispatcher, "２０２６ー" + case_number(1)[5:].lower())
    done = await label(dispatcher, 1, "1234-5678-903")

    assert chosen.headers["location"] == f"/office/dispatch?case={case_number(1)}"
    assert (done.status_code, done.headers["location"]) == (303, "/office/dispatch")
    assert (await city.state(case_id(1))).post.tracking_number == TRACKING_NUMBER
    assert "発送を確定しました" in (await dispatcher.get("/office/dispatch")).text


async def test_the_envelope_is_compared_with_the_case_and_nobody_is_named(dispatcher, city):
    city.happened(1, *issued())

    html = (await dispatcher.get(f"/office/dispatch?case={case_number(1)}")).text

    assert all(words in html for words in ("普通郵便・転送不要", "20グラム", "1通"))
    assert "髙﨑" not in html
    assert city.access.kept == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "案件番号がありません"),
        (ANOTHER_CITY, "この番号の案件はありません"),
        ("2026-000001-X", "この番号の案件はありません"),
        (TRACKING_NUMBER, "先に案件番号を読み取ってください"),
    ],
)
async def test_a_code_that_is_no_case_is_told_at_once(dispatcher, code, said):
    answer = await scan(dispatcher, code)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{code}"' in answer.text


@pytest.mark.parametrize("happened", [held(), paid(), ()])
async def test_of_a_case_without_a_letter_a_dispatcher_learns_nothing_more(dispatcher, city, happened):
    city.happened(1, *happened)

    html = (await scan(dispatcher, case_number(1))).text

    assert f"案件{case_number(1)}には、いま発送する郵便物がありません。" in html


async def test_of_a_letter_that_is_sealed_its_number_is_told(dispatcher, city):
    city.happened(1, *confirmed())

    assert f"追跡番号{TRACKING_NUMBER}で発送を確定しています" in (await scan(dispatcher, case_number(1))).text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "追跡番号がありません"),
        ("123", "11けたか12けたの数字です"),
        ("12345678904", "検査数字が合いません"),
        ("00000000000", "追跡番号ではありません"),
        (case_number(1), "11けたか12けたの数字です"),
    ],
)
async def test_a_miscopied_number_is_told_at_once_and_kept(dispatcher, city, written, said):
    city.happened(1, *issued())

    answer = await label(dispatcher, 1, written)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{written}"' in answer.text
    assert not (await city.state(case_id(1))).post.confirmed


async def test_a_number_of_another_letter_names_its_case(dispatcher, city):
    city.happened(1, *issued())
    city.happened(2, *confirmed(2))

    answer = await label(dispatcher, 1, TRACKING_NUMBER)

    assert answer.status_code == 422
    assert f"すでに案件{case_number(2)}に付いています" in answer.text


async def test_pressing_twice_is_one_letter(dispatcher, city):
    city.happened(1, *issued())
    shown = hidden_fields((await dispatcher.get(f"/office/dispatch?case={case_number(1)}")).text)
    sent = {**shown, "tracking_number": TRACKING_NUMBER}

    answers = [await dispatcher.post(f"/office/dispatch/letters/{case_number(1)}", data=sent) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert (await city.state(case_id(1))).post.attempt == 1


async def test_a_letter_that_another_sealed_meanwhile_is_told_with_its_number(dispatcher, city):
    city.happened(1, *issued())
    await label(dispatcher, 1, TRACKING_NUMBER)
    shown = hidden_fields((await dispatcher.get("/office/dispatch")).text)
    sent = {**shown, "decision_id": "page-another", "place": "1", "tracking_number": OTHER}

    answer = await dispatcher.post(f"/office/dispatch/letters/{case_number(1)}", data=sent)

    assert answer.status_code == 422
    assert f"追跡番号{TRACKING_NUMBER}で発送を確定しています" in answer.text

"""Returned mail: recorded, kept, sent again, destroyed."""

import pytest
from fakes.desk_stories import TRACKING_NUMBER, case_id, case_number, delivered, issued, sent, stamp
from fixtures.forms import hidden_fields

from domain.certificates.events import DeadlineSet
from domain.certificates.paper_events import MailReturned
from domain.certificates.status import Status
from domain.certificates.terms import DeadlineKind
from domain.postal.letters import ReturnReason

LETTER = f"/office/returned/{case_number(1)}"
BACK = MailReturned(**stamp(11), reason=ReturnReason.MOVED, event_id="scan-1")


@pytest.fixture
async def dispatcher(officer):
    return await officer("dispatcher")


async def press(browser, page, to, **typed):
    """Press the button of the form at `to` as a page shows it."""
    html = (await browser.get(page)).text
    form = html[html.index(f'action="{to}"') :]
    return await browser.post(to, data={**hidden_fields(form[: form.index("</form>")]), **typed})


def keep_until(city):
    """Return the deadline of what is kept."""
    day = city.now.replace(day=28)
    return DeadlineSet(**stamp(12), deadline=DeadlineKind.RETURNED_MAIL, due_at=day)


@pytest.mark.parametrize("who", ["examiner", "approver", "closed", "auditor", "supervisor", "admin", "nobody"])
@pytest.mark.parametrize("path", ["/office/returned", LETTER, f"{LETTER}/destroy"])
async def test_nobody_but_a_dispatcher_sees_returned_mail(officer, city, who, path):
    city.happened(1, *sent())

    assert (await (await officer(who)).get(path)).status_code == 403


@pytest.mark.parametrize("code", [TRACKING_NUMBER, "1234-5678-903", case_number(1), case_number(1).lower()])
async def test_a_letter_is_found_by_its_label_or_its_case(dispatcher, city, code):
    city.happened(1, *sent())

    found = await press(dispatcher, "/office/returned", "/office/returned", code=code)

    assert (found.status_code, found.headers["location"]) == (303, LETTER)


@pytest.mark.parametrize(("code", "said"), [("", "番号がありません"), ("123", "この番号の郵便物はありません")])
async def test_what_is_no_letter_is_told_at_once(dispatcher, code, said):
    answer = await press(dispatcher, "/office/returned", "/office/returned", code=code)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{code}"' in answer.text


@pytest.mark.parametrize("happened", [sent(), delivered()])
async def test_a_letter_that_lies_on_the_desk_is_recorded_with_its_slip(dispatcher, city, happened):
    city.happened(1, *happened)

    refused = await press(dispatcher, LETTER, f"{LETTER}/record")
    done = await press(dispatcher, LETTER, f"{LETTER}/record", reason="moved")
    page = (await dispatcher.get(LETTER)).text

    assert refused.status_code == 422
    assert (done.status_code, done.headers["location"]) == (303, LETTER)
    assert (await city.state(case_id(1))).status is Status.MAIL_RETURNED
    assert "転居先不明" in page
    assert "もう一度送る" in page
    assert city.access.kept == []


async def test_recording_twice_is_once(dispatcher, city):
    city.happened(1, *sent())
    typed = {**hidden_fields((await dispatcher.get(LETTER)).text), "reason": "refused"}

    answers = [await dispatcher.post(f"{LETTER}/record", data=typed) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert sum(isinstance(each, MailReturned) for each in city.events[case_id(1)]) == 1


async def test_what_the_post_reported_meanwhile_is_told_first(dispatcher, city):
    city.happened(1, *sent())
    typed = {**hidden_fields((await dispatcher.get(LETTER)).text), "reason": "refused"}
    city.happened(1, *sent(), BACK)

    assert (await dispatcher.post(f"{LETTER}/record", data=typed)).status_code == 409


async def test_what_is_kept_is_listed_with_its_day(dispatcher, city):
    city.happened(1, *sent(), BACK, keep_until(city))
    city.happened(2, *issued(2))

    page = (await dispatcher.get("/office/returned")).text

    assert "保管している郵便物 1通" in page
    assert f'href="{LETTER}"' in page
    assert "11月28日" in page
    assert case_number(2) not in page


async def test_a_letter_goes_out_again_with_a_new_number_alone(dispatcher, city):
    city.happened(1, *sent(), BACK)
    again = f"/office/dispatch?case={case_number(1)}"
    to = f"/office/dispatch/letters/{case_number(1)}"
    assert again in (await dispatcher.get(LETTER)).text

    old = await press(dispatcher, again, to, tracking_number=TRACKING_NUMBER)
    new = await press(dispatcher, again, to, tracking_number="12345678914")

    assert old.status_code == 422
    assert "戻ってきた封筒の追跡番号です" in old.text
    assert new.status_code == 303
    assert (await city.state(case_id(1))).post.attempt == 2


async def test_destroying_is_asked_once_more_and_ends_the_request(dispatcher, city):
    city.happened(1, *sent(), BACK)
    assert f'href="{LETTER}/destroy"' in (await dispatcher.get(LETTER)).text

    done = await press(dispatcher, f"{LETTER}/destroy", f"{LETTER}/destroy")

    assert (done.status_code, done.headers["location"]) == (303, "/office/returned")
    assert (await city.state(case_id(1))).status is Status.LAPSED


async def test_nothing_is_destroyed_that_never_came_back(dispatcher, city):
    city.happened(1, *sent())

    page = await dispatcher.get(LETTER)
    asked = await dispatcher.get(f"{LETTER}/destroy")

    assert "廃棄" not in page.text
    assert (asked.status_code, asked.headers["location"]) == (303, LETTER)

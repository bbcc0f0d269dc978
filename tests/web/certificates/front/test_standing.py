"""Where a request stands, on its page: the words of the API, neutral to who has the number alone."""

import html
import re
from http import HTTPStatus

import pytest
from fakes.desk_stories import case_id, code, receipt_number
from fixtures.desk import REACHABLE

from domain.cases.correspondence import Paper
from domain.certificates.correspondence import CORRESPONDENCE
from domain.certificates.rules import texts_of
from domain.certificates.status import Status
from domain.municipality.texts import Language
from web.front import readings

NUMBER = f"/r/{receipt_number(1)}"
LANGUAGES = [each.value for each in Language]
NUMBERS = r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"


def told(text: str, language: str) -> str:
    """Return how a page writes a text of the municipality's."""
    return str(readings.in_ruby(text)) if language == "ja-simple" else html.escape(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", REACHABLE)
async def test_a_page_says_what_the_api_says(browser, client, stands, status, language):
    """W15: status, next step and everything else in the very words that a program reads."""
    stands(status)
    await browser.open()

    said = (await client.get(f"/api/v1/requests/{receipt_number(1)}", headers={"Accept-Language": language})).json()
    page = await browser.get(f"/{language}{NUMBER}")

    assert page.status_code == HTTPStatus.OK
    assert f"<h1>{told(said['status_text'], language)}</h1>" in page.text
    words = [said["next_step"], said["kind_text"], said["case_number"], said["receipt_number"]]
    words += [each["reason"] for each in said["remarks"] + said["grounds"]]
    words += [said["tracking_number"], said["redress"]]
    for each in filter(None, words):
        assert told(each, language) in page.text
    for action in ("withdraw", "correct"):
        assert (f'href="/{language}{NUMBER}/{action}"' in page.text) == (action in said["actions"])


@pytest.mark.parametrize(("language", "locale"), [("ja", "ja"), ("ja-simple", "ja"), ("en", "en")])
async def test_a_tracking_number_leads_to_the_carrier(browser, stands, language, locale):
    number = stands(Status.DISPATCHED).state.post.tracking_number
    await browser.open()

    page = await browser.get(f"/{language}{NUMBER}")

    there = f"https://trackings.post.japanpost.jp/services/srv/search/direct?searchKind=S004&amp;locale={locale}"
    assert f'<a href="{there}&amp;reqCodeNo1={number}" rel="noopener noreferrer">{number}</a>' in page.text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("status", REACHABLE)
async def test_a_mail_says_what_the_api_says(client, city, book, stands, status, language):
    """W15: status and next step in the very words that a program reads; so a hold shows in no mail either."""
    state = stands(status).state
    found = await city.vault.find(case_id(1), *CORRESPONDENCE.items(state))
    paper = Paper(language, texts_of(book.policy("999001"), language), "https://city.example")

    mailed = CORRESPONDENCE.values(state, found, paper)

    said = (await client.get(f"/api/v1/requests/{receipt_number(1)}", headers={"Accept-Language": language})).json()
    assert (mailed["status"], mailed["next_step"]) == (said["status_text"], said["next_step"].strip())
    assert mailed["status_url"] == f"https://city.example/{language}{NUMBER}"
    assert mailed["payment_url"] == f"https://city.example/{language}{NUMBER}/pay#code={code(1)}"


@pytest.mark.parametrize("status", REACHABLE)
async def test_the_number_alone_shows_status_and_next_step(browser, stands, status):
    """No amount, no remark, no ground, no tracking number, nothing to do: they need the code."""
    desk = stands(status)

    page = (await browser.get(f"/ja{NUMBER}")).text

    hidden = [f"{NUMBER}/{page}" for page in ("pay", "correct", "withdraw", "again")]
    hidden += [f"{desk.state.terms.amount}円", "住民票の写し", "足りないところ", "教示", "審査請求"]
    assert not [each for each in hidden if each in page]
    assert (desk.state.post.tracking_number or "-----") not in page
    assert 'name="code"' in page


async def test_number_and_code_open_it_in_this_browser_alone(browser, app, stands):
    stands(Status.UNDER_EXAMINATION)

    opened = await browser.open()

    assert (opened.status_code, opened.headers["location"]) == (303, f"/ja{NUMBER}")
    assert "住民票の写し" in (await browser.get(f"/ja{NUMBER}")).text


async def test_closing_shuts_it(browser, stands):
    stands(Status.UNDER_EXAMINATION)
    await browser.open()

    closed = await browser.press(f"/ja{NUMBER}", f"/ja{NUMBER}/close")

    assert closed.status_code == HTTPStatus.SEE_OTHER
    assert "住民票の写し" not in (await browser.get(f"/ja{NUMBER}")).text


async def test_closing_shows_the_drafts_that_stay_in_the_browser(browser, stands, city):
    stands(Status.UNDER_EXAMINATION)
    await browser.open()
    await browser.press("/ja/procedures/resident_record_copy")

    closed = await browser.press(f"/ja{NUMBER}", f"/ja{NUMBER}/close")

    assert closed.headers["location"] == "/ja/session/leave"
    assert "次にこのブラウザーを使う人にも開けます" in (await browser.get("/ja/session/leave")).text


@pytest.mark.parametrize(
    ("number", "typed", "field"),
    [
        ("", code(1), "number"),
        ("123", code(1), "number"),
        (receipt_number(1), "", "code"),
        (receipt_number(1), "あいうえお", "code"),
        (receipt_number(1), code(2), "code"),
        (receipt_number(9), code(1), "code"),
    ],
)
async def test_what_opens_nothing_is_told_at_its_field(browser, stands, number, typed, field):
    """With an example, the number kept; an unknown number and a wrong code read the same."""
    stands(Status.UNDER_EXAMINATION)

    answer = await browser.press("/ja/status", number=number, code=typed)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="error-{field}"' in answer.text
    assert "<title>エラー：" in answer.text
    assert f'value="{number}"' in answer.text
    assert typed == "" or typed not in answer.text


async def test_an_unknown_number_is_refused_as_a_wrong_code(browser, stands):
    """Letter for letter after the number that was typed."""
    stands(Status.UNDER_EXAMINATION)
    answers = [
        await browser.press("/ja/status", number=number, code=code(2))
        for number in (receipt_number(1), receipt_number(9))
    ]
    texts = {re.sub(NUMBERS, "", answer.text) for answer in answers}
    assert len(texts) == 1


async def test_the_sixth_try_waits_an_hour(browser, stands):
    stands(Status.UNDER_EXAMINATION)
    for _ in range(5):
        await browser.press("/ja/status", number=receipt_number(1), code=code(2))

    answer = await browser.press("/ja/status", number=receipt_number(1), code=code(1))

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(answer.headers["retry-after"]) > 3000
    assert "1時間" in answer.text


@pytest.mark.parametrize("page", ["pay", "correct", "withdraw", "again", "receipt.pdf", "refusal.pdf"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_closed_or_unknown_a_page_behind_the_code_asks_for_it(browser, stands, page, language):
    """Nobody learns by it which numbers there are, and the code leads on to the very page."""
    stands(Status.UNDER_EXAMINATION)
    await browser.get(f"/{language}/status")

    answers = [await browser.get(f"/{language}/r/{number}/{page}") for number in (receipt_number(1), receipt_number(9))]

    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    assert len({re.sub(NUMBERS, "", answer.text) for answer in answers}) == 1
    assert f'name="to" value="/{page}"' in answers[0].text


async def test_what_is_closed_already_stays_closed(browser, stands):
    """It leads to the start page, which names no request."""
    stands(Status.UNDER_EXAMINATION)

    closed = await browser.press(f"/ja{NUMBER}", f"/ja{NUMBER}/close")

    assert (closed.status_code, closed.headers["location"]) == (303, "/ja")

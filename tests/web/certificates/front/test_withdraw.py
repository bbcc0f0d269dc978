"""取下げ on its page: what comes back is said before, and it is done once."""

from http import HTTPStatus

import pytest
from fakes.desk import City
from fakes.desk_stories import case_id, receipt_number
from fixtures.desk import REACHABLE

from domain.certificates.events import Withdrawn
from domain.certificates.status import Status
from domain.certificates.terms import RefundRule
from domain.municipality.texts import Language

CASE = f"/r/{receipt_number(1)}"
HERE = f"/ja{CASE}/withdraw"
KEEPS = RefundRule(on_withdrawal=False, on_rejection=True, on_lapse=False)


def withdrawals(city: City) -> int:
    """Return how often the request was withdrawn."""
    return sum(isinstance(event, Withdrawn) for event in city.events[case_id(1)])


async def agree(browser):
    """Press the button of the page, having read what it says."""
    page = (await browser.get(HERE)).text
    told = page.partition('name="told" value="')[2].partition('"')[0]
    return await browser.press(HERE, told=told)


@pytest.mark.parametrize(
    ("stood", "said", "told"),
    [
        ((Status.AWAITING_PAYMENT, {}), "お返しするお金はありません", "not_paid-0"),
        ((Status.UNDER_EXAMINATION, {}), "300円をお返しします", "comes_back-300"),
        ((Status.UNDER_EXAMINATION, {"refund": KEEPS}), "条例によりお返しできません", "stays-0"),
    ],
)
async def test_says_what_comes_back_and_then_does_it(browser, stands, city, stood, said, told):
    status, terms = stood
    stands(status, **terms)
    await browser.open()
    page = await browser.get(HERE)
    assert said in page.text
    assert f'value="{told}"' in page.text

    done = await agree(browser)

    assert (done.status_code, done.headers["location"]) == (303, f"/ja{CASE}")
    assert withdrawals(city) == 1
    assert "申請を取り下げました" in (await browser.get(f"/ja{CASE}")).text


async def test_pressed_twice_it_is_done_once(browser, stands, city):
    stands(Status.UNDER_EXAMINATION)
    await browser.open()

    await browser.press(HERE, told="comes_back-300")
    again = await browser.press(f"/ja{CASE}", HERE, told="comes_back-300")

    assert again.status_code == HTTPStatus.SEE_OTHER
    assert withdrawals(city) == 1


async def test_who_paid_meanwhile_is_asked_again(browser, stands, city):
    """They had read that nothing comes back."""
    stands(Status.AWAITING_PAYMENT)
    await browser.open()
    await browser.get(HERE)
    stands(Status.UNDER_EXAMINATION)

    answer = await browser.press(f"/ja{CASE}", HERE, told="not_paid-0")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "300円をお返しします" in answer.text
    assert withdrawals(city) == 0


@pytest.mark.parametrize("status", REACHABLE)
async def test_there_is_a_page_exactly_where_the_table_allows_it(browser, client, stands, status):
    stands(status)
    await browser.open()
    said = (await client.get(f"/api/v1/requests/{receipt_number(1)}")).json()

    page = await browser.get(HERE)

    assert page.status_code == (200 if "withdraw" in said["actions"] else 303)


@pytest.mark.parametrize("language", [each.value for each in Language])
async def test_needs_the_code(browser, stands, city, language):
    stands(Status.UNDER_EXAMINATION)

    page = await browser.get(f"/{language}{CASE}/withdraw")
    sent = await browser.press(f"/{language}/status", f"/{language}{CASE}/withdraw", told="comes_back-300")

    assert 'value="/withdraw"' in page.text
    assert sent.status_code == HTTPStatus.FORBIDDEN
    assert withdrawals(city) == 0

"""The page of the fee: how to pay now, a new code by one press, and "paid" that appears by itself."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from fakes.desk import City, Link
from fakes.desk_stories import NOW, case_id, clear, receipt_number
from fixtures.desk import REACHABLE

from domain import ids
from domain.certificates.status import Status
from domain.municipality.texts import Language

CASE = f"/r/{receipt_number(1)}"
LINK = Link("https://pay.example/1", NOW + timedelta(minutes=5))
LANGUAGES = [each.value for each in Language]


@pytest.fixture
async def payer(browser, city: City):
    """A browser that has opened a request whose fee is due."""
    city.happened(1, *clear())
    city.links[case_id(1)] = LINK
    await browser.open()
    return browser


@pytest.mark.parametrize("language", LANGUAGES)
async def test_shows_amount_deadline_button_and_code(payer, language):
    page = await payer.get(f"/{language}{CASE}/pay")

    assert page.status_code == HTTPStatus.OK
    assert f'href="{LINK.url}"' in page.text
    assert "<svg" in page.text
    assert "300" in page.text
    assert "style=" not in page.text
    assert "2026" in page.text


@pytest.mark.parametrize("number", [receipt_number(1), receipt_number(9), "nonsense"])
async def test_without_the_code_it_is_asked_for_whether_there_is_such_a_case_or_not(browser, stands, number):
    """And leads on to the page of the fee."""
    stands(Status.AWAITING_PAYMENT)

    page = await browser.get(f"/ja/r/{number}/pay")

    assert page.status_code == HTTPStatus.OK
    assert 'name="to" value="/pay"' in page.text
    assert LINK.url not in page.text


async def test_the_code_leads_on_to_where_one_wanted_to_go(payer):
    opened = await payer.press(
        "/ja/status", number=receipt_number(1), code=ids.confirmation_code((1).to_bytes(5)), to="/pay"
    )

    assert opened.headers["location"] == f"/ja{CASE}/pay"


@pytest.mark.parametrize("to", ["//evil.example", "/../../x", "https://evil.example", "/pay/x", "/pay?x"])
async def test_it_leads_nowhere_else(payer, to):
    opened = await payer.press(
        "/ja/status", number=receipt_number(1), code=ids.confirmation_code((1).to_bytes(5)), to=to
    )

    assert opened.headers["location"] == f"/ja{CASE}"


async def test_an_expired_code_is_replaced_by_one_press_and_asked_for_once(payer, city: City):
    city.links[case_id(1)] = Link(LINK.url, NOW)
    page = await payer.get(f"/ja{CASE}/pay")
    assert LINK.url not in page.text
    assert city.hints == []

    for _ in range(2):  # the second from a page that was shown before the first
        pressed = await payer.press(f"/ja{CASE}/pay", action=f"/ja{CASE}/pay")
        assert (pressed.status_code, pressed.headers["location"]) == (303, f"/ja{CASE}/pay")

    assert city.hints == [(ids.payment_id(case_id(1)), "renew")]
    assert "用意しています" in (await payer.get(f"/ja{CASE}/pay")).text


async def test_a_code_that_is_being_made_is_said_to_be(payer, city: City):
    city.links.clear()

    assert "用意しています" in (await payer.get(f"/ja{CASE}/pay")).text


@pytest.mark.parametrize("status", [each for each in REACHABLE if each is not Status.AWAITING_PAYMENT])
async def test_who_has_nothing_to_pay_is_led_to_the_status(payer, stands, status):
    """Although a code may still be known: nobody pays twice."""
    stands(status)

    page = await payer.get(f"/ja{CASE}/pay")

    assert (page.status_code, page.headers["location"]) == (303, f"/ja{CASE}")


async def test_paid_appears_by_itself(payer, stands):
    """The script asks whether the page is still so; when the fee has come it is not, and the page says so once."""
    page = await payer.get(f"/ja{CASE}/pay")
    where = re.search(r'data-watch="([^"]+)" data-tag="([^"]+)"', page.text)
    assert where is not None
    known = {"If-None-Match": f'"{where[2]}"'}
    assert (await payer.get(where[1], **known)).status_code == HTTPStatus.NOT_MODIFIED

    stands(Status.UNDER_EXAMINATION)

    assert (await payer.get(where[1], **known)).status_code == HTTPStatus.OK
    await payer.get(f"/ja{CASE}/pay")
    assert "支払いを確認しました" in (await payer.get(f"/ja{CASE}")).text


async def test_a_browser_that_comes_back_from_paying_is_led_to_its_fee(payer):
    """Nothing of the case stands in the address that the provider knows."""
    await payer.get(f"/en{CASE}/pay")

    back = await payer.get("/return/payment")

    assert (back.status_code, back.headers["location"]) == (303, f"/en{CASE}/pay?back")
    page = await payer.get(back.headers["location"])
    assert "do not pay again" in page.text
    assert f'class="button other" href="{LINK.url}"' in page.text


async def test_another_browser_that_comes_back_is_asked_for_number_and_code(browser):
    back = await browser.get("/return/payment", **{"Accept-Language": "en"})

    assert back.headers["location"] == "/en/status?paid"
    assert "You came back from paying" in (await browser.get(back.headers["location"])).text

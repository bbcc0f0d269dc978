"""The cashier's page and the evidence page, as a browser and an examiner see them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
from contracts.payment_provider import AdjustableClock
from fastapi import FastAPI

from sandbox.paypay.books import Books
from sandbox.paypay.orders import NewOrder, Order
from sandbox.paypay.router import router


@pytest.fixture
async def browser(books: Books) -> AsyncIterator[httpx2.AsyncClient]:
    application = FastAPI()
    application.include_router(router(books, []))
    transport = httpx2.ASGITransport(application)
    async with httpx2.AsyncClient(transport=transport, base_url="http://city") as client:
        yield client


def order(books: Books, redirect: str = "http://city/done?a=1&b=2") -> Order:
    return books.create(NewOrder("pay-1", 1300, "住民票の写し <1通>", redirect, 0))


async def test_the_citizen_sees_what_is_to_be_paid(books: Books, browser: httpx2.AsyncClient) -> None:
    """Amount, purpose, end of validity and one button, in Japanese and English, without JavaScript."""
    page = await browser.get(f"/paypay/pay/{order(books).code_id}")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for part in (
        'lang="ja"',
        "1,300円",
        "住民票の写し &lt;1通&gt;",
        "2026年10月1日 13:00",
        "1 October 2026, 13:00",
        '<form method="post">',
        "支払う",
        "Pay</span>",
    ):
        assert part in page.text
    assert "<script" not in page.text


async def test_the_citizen_pays_and_returns(books: Books, browser: httpx2.AsyncClient) -> None:
    """After paying there is a receipt and the way back to the counter."""
    code = order(books).code_id
    page = await browser.post(f"/paypay/pay/{code}")
    assert page.status_code == 200
    assert "お支払いが完了しました" in page.text
    assert 'href="http://city/done?a=1&amp;b=2"' in page.text
    for method in ("GET", "POST"):
        again = await browser.request(method, f"/paypay/pay/{code}")
        assert (again.status_code, "支払い済み" in again.text) == (409, True)


async def test_codes_that_cannot_be_paid(books: Books, browser: httpx2.AsyncClient, clock: AdjustableClock) -> None:
    """Unknown, deleted, expired and cancelled codes each say so, and take no money."""
    assert (await browser.post("/paypay/pay/04-unknown")).status_code == 404
    first, second, third = (books.create(NewOrder(f"pay-{n}", 1, "", "", 0)).code_id for n in range(3))
    books.delete_code(first)
    books.cancel("pay-1")
    assert (await browser.post(f"/paypay/pay/{first}")).status_code == 410
    assert (await browser.post(f"/paypay/pay/{second}")).status_code == 409
    clock.pass_time(timedelta(hours=3))
    assert (await browser.post(f"/paypay/pay/{third}")).status_code == 410
    seen = (await browser.get("/paypay/sandbox/books")).json()
    assert [code["closed"] for code in seen["codes"]] == [True, True, False]
    assert seen["amounts"]["held"] == 0


async def test_the_books_are_open(books: Books, browser: httpx2.AsyncClient) -> None:
    """Every movement with its ids, and the counts."""
    paid = books.pay(order(books).code_id)
    seen = (await browser.get("/paypay/sandbox/books")).json()
    assert [(move["merchant_payment_id"], move["payment_id"], move["amount"]) for move in seen["captures"]] == [
        ("pay-1", paid.payment_id, 1300)
    ]
    assert seen["counts"]["captures"] == seen["counts"]["codes"] == 1
    assert seen["cancels"] == seen["refunds"] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/paypay/v2/codes"),
        ("DELETE", "/paypay/v2/codes/04-x"),
        ("GET", "/paypay/v2/codes/payments/pay-1"),
        ("DELETE", "/paypay/v2/payments/pay-1"),
        ("POST", "/paypay/v2/refunds"),
        ("GET", "/paypay/v2/refunds/r"),
    ],
)
async def test_no_call_without_signature(books: Books, browser: httpx2.AsyncClient, method: str, path: str) -> None:
    """Every call of the API is refused before anything is looked at."""
    order(books)
    answer = await browser.request(method, path, content=b"{")
    assert answer.status_code == 401
    assert answer.json()["resultInfo"]["code"] == "UNAUTHORIZED"


@pytest.mark.parametrize(
    "body",
    [
        {"copies": 0},
        {"copies": 21},
        {"delay_seconds": -1},
        {"url": "ftp://x"},
        {"url": "http://127.0.0.1:99999/x"},
        {"url": "http://"},
        {"x": 1},
    ],
)
async def test_plans_that_make_no_sense(browser: httpx2.AsyncClient, body: dict[str, object]) -> None:
    """A wrong plan for notifications is refused."""
    assert (await browser.post("/paypay/sandbox/webhooks", json=body)).status_code == 422

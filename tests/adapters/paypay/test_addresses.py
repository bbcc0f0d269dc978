"""Where the citizen is sent to."""

from dataclasses import replace
from pathlib import Path

import httpx2
from contracts.payment_provider import AdjustableClock, charge_order
from contracts.paypay_desk import KEY, Desk
from fastapi import FastAPI

from adapters.paypay.config import PayPayConfig
from adapters.paypay.provider import PayPay
from sandbox.paypay.books import Books
from sandbox.paypay.router import router


async def test_the_page_is_where_the_merchant_called(desk: Desk) -> None:
    """By default the citizen's page is on the host the provider was called at."""
    charge = await desk.provider.create(charge_order())
    assert charge.url == f"{desk.config.base_url}/pay/{charge.code_id}"
    assert desk.network.calls == ["POST /paypay/v2/codes"]


async def test_the_page_has_a_public_address(tmp_path: Path) -> None:
    """Where browsers reach the provider under another name, the page is given by that name."""
    clock = AdjustableClock()
    books = Books(tmp_path, clock)
    application = FastAPI()
    application.include_router(router(books, [KEY], public_url="http://pay.example/"))
    config = PayPayConfig("http://sandbox/paypay", KEY.key, KEY.secret, KEY.merchant)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(application)) as client:
        charge = await PayPay(config, client, clock).create(charge_order())
    assert charge.url == f"http://pay.example/paypay/pay/{charge.code_id}"
    books.close()


async def test_the_citizen_finds_the_way_home(desk: Desk) -> None:
    """The receipt links to the page of the charge."""
    provider = PayPay(replace(desk.config, redirect_url="http://127.0.0.1/paid/{charge_id}"), desk.client, desk.clock)
    charge = await provider.create(charge_order())
    page = await desk.client.post(charge.url)
    assert f'href="http://127.0.0.1/paid/{charge.charge_id}"' in page.text

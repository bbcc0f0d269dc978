"""The adapter and the sandbox's provider, over real HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from contracts.loopback import loopback
from contracts.payment_provider import AdjustableClock, Market
from contracts.paypay_desk import KEY, Desk, Network
from fastapi import FastAPI

from adapters.paypay.config import PayPayConfig
from adapters.paypay.provider import PayPay
from sandbox.paypay.books import Books
from sandbox.paypay.router import router


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = AdjustableClock()
    books = Books(tmp_path, clock)
    application = FastAPI()
    application.include_router(router(books, [KEY]))
    network = Network(application)
    async with loopback(network) as address, httpx2.AsyncClient() as client:
        config = PayPayConfig(f"{address}/paypay", KEY.key, KEY.secret, KEY.merchant, timeout=10.0)
        yield Desk(books, network, config, PayPay(config, client, clock), clock, client)
    books.close()


@pytest.fixture
def market(desk: Desk) -> Market:
    return Market(desk.provider, desk, desk.clock, desk.captures, desk.returns)

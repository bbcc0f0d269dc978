"""Notifications over real HTTP: told, told again, late, out of order, or never."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from contracts.loopback import loopback
from contracts.payment_provider import AdjustableClock
from fastapi import FastAPI, Request, Response

from sandbox.paypay.books import Books
from sandbox.paypay.notifier import Notifier, ladder
from sandbox.paypay.orders import NewOrder, NewRefund
from sandbox.paypay.outbox import Outbox, WebhookPlan
from sandbox.paypay.router import router

pytestmark = pytest.mark.program

SHAPE = Path(__file__).parents[4] / "shared" / "testdata" / "paypay" / "shapes" / "webhook_transaction.json"


class Listener:
    """A merchant's webhook endpoint that refuses the first `refusals` calls."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.calls = 0
        self.taken: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.application = FastAPI()
        self.application.add_api_route("/hook", self.take, methods=["POST"])

    async def take(self, request: Request) -> Response:
        """Refuse or take one notification."""
        self.calls += 1
        if self.calls <= self.refusals:
            return Response(status_code=503)
        self.taken.put_nowait(await request.json())
        return Response(status_code=200)

    async def next(self) -> dict[str, Any]:
        """Wait for one."""
        async with asyncio.timeout(10):
            return await self.taken.get()


class WatchedOutbox(Outbox):
    """Says when a delivery has been noted."""

    def __init__(self, books: Books) -> None:
        super().__init__(books.connection, "merchant-1")
        self.noted: asyncio.Queue[int] = asyncio.Queue()

    def delivered(self, number: int, now: float) -> None:
        """Note it, and say so."""
        super().delivered(number, now)
        self.noted.put_nowait(number)

    async def settle(self, count: int = 1) -> None:
        """Wait until so many are noted."""
        async with asyncio.timeout(10):
            for _ in range(count):
                await self.noted.get()


@dataclass
class Provider:
    """The provider as a running server."""

    client: httpx2.AsyncClient
    outbox: WatchedOutbox

    async def plan(self, **control: object) -> None:
        """Set how notifications misbehave."""
        assert (await self.client.post("/paypay/sandbox/webhooks", json=control)).status_code == 200


@asynccontextmanager
async def serving(books: Books, url: str, later: float = 0.0) -> AsyncIterator[Provider]:
    """Run the provider's routes with its background task, whose clock is `later` seconds ahead."""
    outbox = WatchedOutbox(books)
    notifier = Notifier(outbox, url, backoff=lambda _: 0.01, clock=lambda: time.time() + later)
    application = FastAPI()
    application.include_router(router(books, [], notifier=notifier))
    async with loopback(application) as address, httpx2.AsyncClient(base_url=address) as client:
        yield Provider(client, outbox)


async def pay(books: Books, provider: Provider, number: str = "pay-1") -> None:
    code = books.create(NewOrder(number, 300, "", "", 0)).code_id
    assert (await provider.client.post(f"/paypay/pay/{code}")).status_code == 200


async def test_a_payment_is_told(books: Books) -> None:
    """One notification with the documented fields."""
    listener = Listener()
    async with loopback(listener.application) as address, serving(books, f"{address}/hook") as provider:
        await pay(books, provider)
        body = await listener.next()
        await provider.outbox.settle()
    assert (body["merchant_order_id"], body["state"], body["order_amount"]) == ("pay-1", "COMPLETED", 300)
    assert body["paid_at"] == "2026-10-01T10:00:00+09:00"
    assert listener.calls == 1
    if SHAPE.exists():
        assert set(body) == set(json.loads(SHAPE.read_text("utf-8")))


async def test_told_until_taken(books: Books) -> None:
    """A listener in trouble is told again."""
    listener = Listener(refusals=3)
    async with loopback(listener.application) as address, serving(books, f"{address}/hook") as provider:
        await pay(books, provider)
        assert (await listener.next())["merchant_order_id"] == "pay-1"
        await provider.outbox.settle()
    assert listener.calls == 4


async def test_told_several_times(books: Books) -> None:
    """With copies the same notification comes so often."""
    listener = Listener()
    async with loopback(listener.application) as address, serving(books, f"{address}/hook") as provider:
        await provider.plan(copies=3)
        await pay(books, provider)
        bodies = [await listener.next() for _ in range(3)]
        await provider.outbox.settle(3)
    assert bodies[0] == bodies[1] == bodies[2]
    assert listener.calls == 3


async def test_off_is_never_told(books: Books) -> None:
    """What happens while notifications are off is not told later either."""
    listener = Listener()
    async with loopback(listener.application) as address, serving(books, f"{address}/hook") as provider:
        await provider.plan(off=True)
        await pay(books, provider)
        await provider.plan()
        await pay(books, provider, "pay-2")
        assert (await listener.next())["merchant_order_id"] == "pay-2"
        await provider.outbox.settle()
    assert listener.calls == 1


async def test_the_address_can_be_set_later(books: Books) -> None:
    """A merchant that registers its address is told from then on."""
    listener = Listener()
    async with loopback(listener.application) as address, serving(books, "") as provider:
        await pay(books, provider)
        await provider.plan(url=f"{address}/hook")
        await pay(books, provider, "pay-2")
        assert (await listener.next())["merchant_order_id"] == "pay-2"


async def test_a_restart_forgets_nothing(books: Books) -> None:
    """What was not told before the provider stopped is told after it starts again, also what it had not planned yet."""
    listener = Listener()
    async with loopback(listener.application) as address:
        async with serving(books, f"{address}/hook") as provider:
            await provider.plan(delay_seconds=3600)
            await pay(books, provider)
        assert listener.calls == 0
        books.pay(books.create(NewOrder("pay-2", 300, "", "", 0)).code_id)
        async with serving(books, f"{address}/hook", later=7200.0):
            orders = {(await listener.next())["merchant_order_id"] for _ in range(2)}
    assert orders == {"pay-1", "pay-2"}


@pytest.mark.parametrize("shuffle", [False, True])
def test_delays(books: Books, clock: AdjustableClock, *, shuffle: bool) -> None:
    """All copies wait the whole delay, or with shuffle each its own part of it, so that the order changes."""
    outbox = Outbox(books.connection, "merchant-1")
    for number in range(20):
        books.pay(books.create(NewOrder(f"pay-{number}", 300, "", "", 0)).code_id)
    outbox.plan(WebhookPlan(delay_seconds=60, shuffle=shuffle), now=1000.0)
    outbox.plan(WebhookPlan(delay_seconds=60, shuffle=shuffle), now=1000.0)
    numbers = [notification.number for notification in outbox.due(1060.0)]
    assert len(numbers) == 20
    assert (numbers == sorted(numbers)) is not shuffle
    assert (outbox.due(1059.999) == []) is not shuffle


def test_every_movement_has_its_state(books: Books) -> None:
    """Capture, cancellation and refund are told as the provider names them."""
    outbox = Outbox(books.connection, "merchant-1")
    first, second = (books.pay(books.create(NewOrder(f"pay-{n}", 300, "", "", 0)).code_id) for n in range(2))
    books.cancel(first.merchant_payment_id)
    books.refund(NewRefund("refund-1", second.payment_id or "", 300, "", 0))
    outbox.plan(WebhookPlan(), now=0.0)
    states = [json.loads(notification.body)["state"] for notification in outbox.due(0.0)]
    assert states == ["COMPLETED", "COMPLETED", "CANCELED", "REFUNDED"]


def test_the_ladder() -> None:
    """Half a second, doubling, at most ten minutes."""
    assert [ladder(attempt) for attempt in (1, 2, 3, 30)] == [0.5, 1.0, 2.0, 600.0]

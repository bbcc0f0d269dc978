"""What the PayPay tests share: the books, the adapter, and the network between them, which a test may disturb."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx2
from contracts.payment_provider import AdjustableClock

from adapters.paypay.config import PayPayConfig
from adapters.paypay.provider import PayPay
from sandbox.paypay.authorization import ApiKey
from sandbox.paypay.books import Books
from sandbox.paypay.evidence import evidence

KEY = ApiKey("a_key", "a_secret+/=", "merchant-1")


class Network:
    """ASGI middleware: disturbs the next signed call, once; of those whose method and path begin with `which`."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self.lose_answer = False  # do the work, then break the connection in the middle of the answer
        self.never_answer = False  # do the work, then stay silent until the client gives up
        self.trickle = False  # answer a blank every 50 ms for five seconds
        self.answer: httpx2.Response | None = None  # do nothing and say this
        self.which = ""
        self.calls: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a call on, disturbed or not."""
        if scope["type"] != "http" or "/v2/" not in scope["path"]:
            await self._application(scope, receive, send)
            return
        call = f"{scope['method']} {scope['path']}"
        self.calls.append(call)
        if not call.startswith(self.which):
            await self._application(scope, receive, send)
        elif self.answer is not None:
            response, self.answer = self.answer, None
            await _say(send, response.status_code, response.headers.raw, response.content)
        elif self.lose_answer:
            self.lose_answer = False
            await self._application(scope, receive, _swallow)
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
            await send({"type": "http.response.body", "body": b'{"resultInfo"', "more_body": True})
            raise ConnectionResetError("the line is cut")
        elif self.trickle:
            self.trickle = False
            await _trickle(receive, send)
        elif self.never_answer:
            self.never_answer = False
            await self._application(scope, receive, _swallow)
            while (await receive())["type"] != "http.disconnect":
                pass
        else:
            await self._application(scope, receive, send)


async def _swallow(message: Any) -> None:
    """Take an answer nobody will see."""


async def _trickle(receive: Any, send: Any) -> None:
    """Answer slower than anybody should wait, yet never silent for long."""
    await receive()  # the request itself
    await send({"type": "http.response.start", "status": 200, "headers": []})
    gone = asyncio.ensure_future(receive())
    for _ in range(100):
        if gone.done():
            return
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        await asyncio.wait([gone], timeout=0.05)
    gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _say(send: Any, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@dataclass
class Desk:
    """Everything of one test."""

    books: Books
    network: Network
    config: PayPayConfig
    provider: PayPay
    clock: AdjustableClock
    client: httpx2.AsyncClient = field(repr=False)

    async def pay(self, url: str) -> bool:
        """Press the button of the page."""
        return (await self.client.post(url)).is_success

    async def captures(self, charge_id: str) -> int:
        """Count a charge's captures in the provider's books."""
        found = evidence(self.books.connection).captures
        return sum(capture.merchant_payment_id == charge_id for capture in found)

    async def returns(self, charge_id: str) -> int:
        """Count how often a charge's money went back in the provider's books."""
        found = evidence(self.books.connection)
        return sum(each.merchant_payment_id == charge_id for each in (*found.cancels, *found.refunds))

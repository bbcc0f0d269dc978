"""Tells portals what has changed: beside the procedures, signed, tried again for three days."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from domain.portals.webhooks import DueDelivery, headers_of
from domain.ports import Clock

_AT_ONCE = 16
_LEASE = timedelta(minutes=1)  # a call takes ten seconds at most
_TAKEN = range(200, 300)
_log = structlog.get_logger()


class News(Protocol):
    """What is to be told, and what waits to be sent."""

    async def collect(self) -> int:
        """Put what has changed into the outbox."""

    async def claim(self, limit: int, lease: timedelta, /) -> Sequence[DueDelivery]:
        """Take deliveries that are due."""

    async def delivered(self, due: DueDelivery, answer: int, /) -> None:
        """Note that a message was taken."""

    async def failed(self, due: DueDelivery, answer: int, /) -> None:
        """Try a message again later, or no more."""


class Sender(Protocol):
    """Sends one message and returns the HTTP status that came, 0: none."""

    async def send(self, url: str, body: str, headers: dict[str, str], /) -> int:
        """Send."""


class Courier:
    """Collects and delivers. `secret_of` gives what an endpoint's messages are signed with."""

    def __init__(self, news: News, sender: Sender, secret_of: Callable[[str], bytes], clock: Clock) -> None:
        self._news = news
        self._sender = sender
        self._secret_of = secret_of
        self._clock = clock

    async def tell(self) -> int:
        """Tell what is due and return how much was done. Raises PortUnavailable("postgres")."""
        looked = await self._news.collect()
        due = await self._news.claim(_AT_ONCE, _LEASE)
        await asyncio.gather(*(self._deliver(each) for each in due))
        return looked + len(due)

    async def _deliver(self, due: DueDelivery) -> None:
        headers = headers_of(due.message_id, due.body, self._secret_of(due.endpoint_id), self._clock())
        answer = await self._sender.send(due.url, due.body, headers)
        if answer in _TAKEN:
            await self._news.delivered(due, answer)
            return
        _log.warning("webhook not taken", endpoint=due.endpoint_id, answer=answer, attempts=due.attempts)
        await self._news.failed(due, answer)

"""Sends notifications in the background, again and again until somebody answers 2xx."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

import httpx2
import structlog

from sandbox.paypay.outbox import Notification, Outbox, WebhookPlan

_TIMEOUT = 5.0  # seconds
_ATTEMPTS = 30

_log = structlog.get_logger()


def ladder(attempts: int) -> float:
    """Return the seconds to wait after so many failed attempts: half a second, doubling, at most ten minutes."""
    return float(min(0.5 * 2 ** (attempts - 1), 600.0))


class Notifier:
    """Its `run` is the task that sends. `url` empty means nobody listens: nothing is kept for later either."""

    def __init__(
        self,
        outbox: Outbox,
        url: str = "",
        *,
        backoff: Callable[[int], float] = ladder,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.outbox = outbox
        self.url = url
        self.plan = WebhookPlan()
        self._backoff = backoff
        self._clock = clock
        self._changed = asyncio.Event()

    def change(self, plan: WebhookPlan, url: str | None = None) -> None:
        """Follow another plan for what happens from now on, and perhaps tell another address."""
        self._announce()
        self.plan = plan
        self.url = self.url if url is None else url
        self._changed.set()

    def wake(self) -> None:
        """Say that money moved."""
        self._announce()
        self._changed.set()

    async def run(self) -> None:
        """Send until cancelled; what is left is sent after the next start."""
        async with httpx2.AsyncClient(timeout=_TIMEOUT) as client:
            self._announce()
            while True:
                self._changed.clear()
                due = self.outbox.due(self._clock()) if self.url else []
                for notification in due:
                    await self._send(client, notification)
                if not due:
                    await self._rest()

    def _announce(self) -> None:
        plan = self.plan if self.url else self.plan.model_copy(update={"off": True})
        self.outbox.plan(plan, self._clock())

    async def _rest(self) -> None:
        due = self.outbox.next_due() if self.url else None
        wait = None if due is None else max(0.0, due - self._clock())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), wait)

    async def _send(self, client: httpx2.AsyncClient, notification: Notification) -> None:
        headers = {"Content-Type": "application/json"}
        try:
            response = await client.post(self.url, content=notification.body, headers=headers)
            taken = response.is_success
        except (httpx2.HTTPError, httpx2.InvalidURL):
            taken = False
        if taken:
            self.outbox.delivered(notification.number, self._clock())
            return
        attempts = notification.attempts + 1
        again = self._clock() + self._backoff(attempts) if attempts < _ATTEMPTS else None
        self.outbox.failed(notification.number, again)
        _log.info("notification not taken", notification=notification.number, attempts=attempts)

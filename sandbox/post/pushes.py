"""Telling the sender of each scan, by webhook, until the sender says it heard.

Body: `{event_id, tracking_number, kind, at, return_reason}` as JSON in UTF-8; header
`X-Post-Signature: t=<seconds since 1970>,sha256=<hex HMAC-SHA256 of "<t>." and the body>`, made anew for each try.
Anything but 2xx is tried again, later and later, for three days. Order and single delivery are not promised.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx2
import structlog

from sandbox.post.books import BookedScan, PostBooks

_log = structlog.get_logger()
_FIRST_WAIT = timedelta(milliseconds=250)
_LONGEST_WAIT = timedelta(minutes=1)
_GIVE_UP_AFTER = timedelta(days=3)
_TIMEOUT = 5.0  # seconds
_AT_ONCE = 8


@dataclass(frozen=True)
class PushTarget:
    """Where scans are told and the secret both sides know."""

    url: str
    secret: str = field(repr=False)


class Pusher:
    """Tells what is to be told."""

    def __init__(
        self, books: PostBooks, target: PushTarget, client: httpx2.AsyncClient, clock: Callable[[], datetime]
    ) -> None:
        self._books = books
        self._target = target
        self._client = client
        self._clock = clock

    async def step(self) -> datetime | None:
        """Tell what is due and return when the next is."""
        now = self._clock()
        due = [each for each in self._books.to_tell() if each.push_after and each.push_after <= now]
        await asyncio.gather(*(self._tell(each) for each in due[:_AT_ONCE]))
        waiting = self._books.to_tell()
        return waiting[0].push_after if waiting else None

    async def _tell(self, scan: BookedScan) -> None:
        body = scan.model_dump_json(exclude={"pushes", "push_after"}).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Post-Signature": signature(body, self._target.secret, self._clock()),
        }
        try:
            answer = await self._client.post(self._target.url, content=body, headers=headers, timeout=_TIMEOUT)
            heard = answer.is_success
        except (httpx2.RequestError, httpx2.InvalidURL):
            heard = False
        now = self._clock()
        if heard or now - scan.at > _GIVE_UP_AFTER:
            self._books.attempted(scan.event_id, None)
            return
        _log.info("sandbox_post_push_unheard", event_id=scan.event_id, attempt=scan.pushes + 1)
        self._books.attempted(scan.event_id, now + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(scan.pushes, 10)))


def signature(body: bytes, secret: str, at: datetime) -> str:
    """Return the header's value for a body told at an instant."""
    second = int(at.timestamp())
    return f"t={second},sha256=" + hmac.new(secret.encode(), b"%d." % second + body, hashlib.sha256).hexdigest()

"""Sends a webhook: only to the internet (in a sandbox also to this machine), without following anybody elsewhere."""

import asyncio
import socket
from urllib.parse import urlsplit

import httpx2

from domain.portals.webhooks import are_public, url_fault

_WITHIN = 10.0  # seconds for the whole call
_NO_ANSWER = 0


class WebhookSender:
    """`await send(url, body, headers)` returns the HTTP status that came, 0 when none did. Never raises for what is there.

    Between the look-up of a name and the call its owner may change where it leads; the networks of ours are to be closed to
    this process by the firewall as well (docs/operations.md). `inside`: addresses of this machine are meant (a sandbox).
    """

    def __init__(self, client: httpx2.AsyncClient, *, inside: bool) -> None:
        self._client = client
        self._inside = inside

    async def send(self, url: str, body: str, headers: dict[str, str]) -> int:
        """Send a message; what is answered is not read."""
        if url_fault(url, inside=self._inside) is not None or not await self._may_be_reached(url):
            return _NO_ANSWER
        headers = {**headers, "Content-Type": "application/json"}
        try:
            async with (
                asyncio.timeout(_WITHIN),
                self._client.stream(
                    "POST", url, content=body.encode(), headers=headers, follow_redirects=False
                ) as answer,
            ):
                return answer.status_code
        except (httpx2.HTTPError, OSError, TimeoutError):
            return _NO_ANSWER

    async def _may_be_reached(self, url: str) -> bool:
        if self._inside:
            return True
        host = urlsplit(url).hostname or ""
        try:
            async with asyncio.timeout(_WITHIN):
                found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError):
            return False
        return are_public({str(address[4][0]) for address in found})

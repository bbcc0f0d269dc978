"""Where revocation lists (失効リスト, CRL) come from: one configured address, and nothing a certificate names.

Whoever may ask for revocation differs by installation (J-LIS over LGWAN, a certified operator): another source is
another class with `fetch`.
"""

import asyncio
from http import HTTPStatus
from typing import Protocol

import httpx2

from domain.errors import PortRejected, PortUnavailable

SYSTEM = "jpki_crl"
_LARGEST = 32 * 1024 * 1024  # bytes


class CrlSource(Protocol):
    """Anything that can get the current CRL."""

    async def fetch(self) -> bytes:
        """Return the CRL as served (DER, unchecked). Raises PortUnavailable or PortRejected."""


class HttpCrlSource:
    """CRL over HTTP from one address."""

    def __init__(self, url: str, timeout: float = 5.0) -> None:
        """Keep the address. `timeout` is in seconds, for the whole answer. ValueError unless http or https."""
        if not url.startswith(("http://", "https://")):
            raise ValueError("the CRL address must begin with http:// or https://")
        self._url = url
        self._timeout = timeout

    async def fetch(self) -> bytes:
        """Return the CRL as served. No redirect is followed."""
        try:
            async with asyncio.timeout(self._timeout), httpx2.AsyncClient(timeout=self._timeout) as client:
                return await self._read(client)
        except (httpx2.HTTPError, TimeoutError, OSError):
            raise PortUnavailable(SYSTEM) from None

    async def _read(self, client: httpx2.AsyncClient) -> bytes:
        async with client.stream("GET", self._url) as answer:
            status = answer.status_code
            if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise PortUnavailable(SYSTEM)
            if status != HTTPStatus.OK:
                raise PortRejected(SYSTEM, str(status))
            content = bytearray()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > _LARGEST:
                    raise PortRejected(SYSTEM, "too_large")
            return bytes(content)

"""Where revocation lists (失効リスト, CRL) come from: one configured address, and nothing a certificate names.

Whoever may ask for revocation differs by installation (J-LIS over LGWAN, a certified operator): another source is
another class with `fetch`.
"""

from http import HTTPStatus
from typing import Protocol

import httpx2

from adapters.http import asking
from domain.errors import PortRejected

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
        async with (
            httpx2.AsyncClient() as client,
            asking(client, SYSTEM, self._timeout, "GET", self._url) as answer,
        ):
            if answer.status_code != HTTPStatus.OK:
                raise PortRejected(SYSTEM, str(answer.status_code))
            content = bytearray()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > _LARGEST:
                    raise PortRejected(SYSTEM, "too_large")
            return bytes(content)

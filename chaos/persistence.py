"""People who try again: what was not answered, or answered "later", is sent once more, the same bytes under the same key.

A browser's reload button and a patient officer, as an HTTP transport. What nobody should ever see is written down.
"""

import asyncio
import time
from collections import Counter

import httpx2

_LATER = (502, 503, 504)
_TAKEN = (403, 409)
_PAUSE = 0.1  # seconds
PATIENCE = 150.0  # seconds


class Persistent(httpx2.AsyncBaseTransport):
    """Sends again until there is an answer, for two and a half minutes; `seen` counts the answers by status.

    "Another was first" is an answer to who decides, and to nobody else: whoever else is refused has seen a fault.
    """

    def __init__(self) -> None:
        self._inner = httpx2.AsyncHTTPTransport()
        self.seen: Counter[int] = Counter()
        self.unanswered = 0
        self.faults: list[str] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it. Raises TransportError when nobody has answered for all that time."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                response = await self._inner.handle_async_request(request)
                await response.aread()  # an answer cut off in the middle is none
            except httpx2.TransportError:
                self.unanswered += 1
                if time.monotonic() > end:
                    raise
            else:
                self._note(request, response)
                if response.status_code not in _LATER or time.monotonic() > end:
                    return response
                await response.aclose()
            await asyncio.sleep(_PAUSE)

    def _note(self, request: httpx2.Request, response: httpx2.Response) -> None:
        self.seen[response.status_code] += 1
        deciding = request.url.path.endswith("/decisions")
        if response.status_code not in _LATER and (
            response.is_error and not (deciding and response.status_code in _TAKEN)
        ):
            self.faults.append(f"{request.method} {request.url.path} answered {response.status_code}")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

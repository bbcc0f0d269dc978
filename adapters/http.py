"""One call to an outside system over HTTP, with its failures in the words of the ports.

No answer, 408, 429 and 5xx mean "not known whether it happened"; any other answer is the caller's to read.
"""

import re
from typing import Any

import httpx2

from domain.errors import PortRejected, PortUnavailable

_UNDECIDED = {408, 425, 429}
_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_LONGEST_WAIT = 3600.0  # seconds; a system that asks for more is asked again after this


async def call(client: httpx2.AsyncClient, system: str, method: str, url: str, **parts: Any) -> httpx2.Response:
    """Send one request and return the answer, whatever it is short of "undecided".

    Raises PortUnavailable. The cause is cut off on purpose: it may show the address called and what was sent.
    """
    try:
        response = await client.request(method, url, follow_redirects=False, **parts)
    except httpx2.HTTPError:
        raise PortUnavailable(system) from None
    if response.status_code in _UNDECIDED or response.is_server_error:
        raise PortUnavailable(system, retry_after=_retry_after(response))
    return response


def refused(system: str, response: httpx2.Response) -> PortRejected:
    """Return the refusal an answer states as `{"detail": {"code": …}}`, else its status as `http_404`."""
    return PortRejected(system, stated_code(response) or f"http_{response.status_code}")


def stated_code(response: httpx2.Response) -> str | None:
    """Return the code in a refusal's body, None when there is none fit to pass on (it may hold anything)."""
    try:
        code = response.json()["detail"]["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _retry_after(response: httpx2.Response) -> float | None:
    text = response.headers.get("retry-after", "")
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() else None

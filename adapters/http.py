"""One call to an outside system over HTTP, with its failures in the words of the ports.

No answer, 408, 429 and 5xx mean "not known whether it happened"; any other answer is the caller's to read.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

import httpx2

from domain.errors import PortRejected, PortUnavailable

_UNDECIDED = {408, 425, 429}
_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_LONGEST_WAIT = 3600.0  # seconds; a system that asks for more is asked again after this


@dataclass(frozen=True)
class Endpoint:
    """An outside system: where it is, our bearer token there, and the seconds a whole call may take."""

    system: ClassVar[str]  # its name in errors and logs
    base_url: str
    token: str = field(repr=False)
    timeout: float = 10.0


async def call(client: httpx2.AsyncClient, there: Endpoint, method: str, path: str, **parts: Any) -> httpx2.Response:
    """Send one request and return the answer, whatever it is short of "undecided".

    Raises PortUnavailable. The cause is cut off on purpose: it may show the address called and what was sent.
    """
    headers = {"Authorization": f"Bearer {there.token}"} | parts.pop("headers", {})
    url = there.base_url.rstrip("/") + path
    async with asking(client, there.system, there.timeout, method, url, headers=headers, **parts) as response:
        await response.aread()
        return response


@asynccontextmanager
async def asking(
    client: httpx2.AsyncClient, system: str, within: float, method: str, url: str, **parts: Any
) -> AsyncIterator[httpx2.Response]:
    """Send one request and yield its answer, the body not read yet; `within` seconds all of it must be here.

    No redirect is followed. Raises PortUnavailable, its cause cut off as in `call`.
    """
    try:
        # The client's own timeout is between bytes; the outer one bounds the whole call.
        async with (
            asyncio.timeout(within),
            client.stream(method, url, timeout=within, follow_redirects=False, **parts) as response,
        ):
            if response.status_code in _UNDECIDED or response.is_server_error:
                raise PortUnavailable(system, retry_after=retry_after(response.headers.get("retry-after")))
            yield response
    except (httpx2.RequestError, TimeoutError):
        raise PortUnavailable(system) from None


def refused(there: Endpoint, response: httpx2.Response) -> PortRejected:
    """Return the refusal an answer states as `{"detail": {"code": …}}`, else its status as `http_404`."""
    return PortRejected(there.system, stated_code(response) or f"http_{response.status_code}")


def stated_code(response: httpx2.Response) -> str | None:
    """Return the code in a refusal's body, None when there is none fit to pass on (it may hold anything)."""
    try:
        code = response.json()["detail"]["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds a `Retry-After` header asks for, an hour at most; None when it is absent or unreadable.

    RFC 9110 §10.2.3: seconds or a date, which is counted from `now` (timezone-aware; None: this instant).
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((aware - (now or datetime.now(UTC))).total_seconds(), 0.0), _LONGEST_WAIT)

"""One signed call to the provider, and what its failures mean.

No answer, 408, 429 and 5xx are PortUnavailable: the provider itself says that after these the state is unknown and must
be asked for. Any other refusal is PortRejected with the provider's code.
"""

import asyncio
import json
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx2
from pydantic import JsonValue, ValidationError

from adapters.paypay.authorization import Credentials, Message, sign
from adapters.paypay.config import PayPayConfig
from adapters.paypay.translation import SYSTEM
from adapters.paypay.wire import Verdict
from domain.errors import PortRejected, PortUnavailable
from domain.ports import Clock

_CONTENT_TYPE: Final = "application/json;charset=UTF-8"
_TRY_LATER: Final = frozenset({408, 429})
_CODE: Final = re.compile(r"[A-Z0-9_]{1,64}")


def fresh_nonce() -> str:
    """Return eight random characters (48 bits), as the provider recommends."""
    return secrets.token_urlsafe(6)


class Transport:
    """Signs, sends, and turns failures into the port's two errors."""

    def __init__(
        self, config: PayPayConfig, client: httpx2.AsyncClient, clock: Clock, nonce: Callable[[], str] = fresh_nonce
    ) -> None:
        self._config = config
        self._client = client
        self._clock = clock
        self._nonce = nonce
        self._credentials = Credentials(config.key, config.secret)

    async def call(self, method: str, path: str, body: JsonValue = None) -> bytes:
        """Send one request and return the body of a success. `path` begins with `/v2` and stands as it is sent."""
        message = Message(method, path)
        if body is not None:
            content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            message = Message(method, path, _CONTENT_TYPE, content)
        response = await self._send(message)
        status = response.status_code
        if status in _TRY_LATER or status >= httpx2.codes.INTERNAL_SERVER_ERROR:
            raise PortUnavailable(SYSTEM, retry_after=retry_after(response.headers.get("retry-after"), self._clock()))
        if not response.is_success:
            raise PortRejected(SYSTEM, _refusal(response))
        return response.content

    async def _send(self, message: Message) -> httpx2.Response:
        epoch = int(self._clock().timestamp())
        headers = {
            "Authorization": sign(self._credentials, message, self._nonce(), epoch),
            "X-ASSUME-MERCHANT": self._config.merchant,
        }
        if message.content_type is not None:
            headers["Content-Type"] = message.content_type
        url = self._config.base_url.rstrip("/") + message.path
        limit = self._config.timeout
        try:
            # The client's own timeout is between bytes; the outer one bounds the whole call.
            async with asyncio.timeout(limit):
                return await self._client.request(
                    message.method, url, content=message.body, headers=headers, timeout=limit, follow_redirects=False
                )
        except (httpx2.RequestError, TimeoutError) as error:
            raise PortUnavailable(SYSTEM) from error


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds or a date); None when unreadable."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _refusal(response: httpx2.Response) -> str:
    """Return the provider's code, or `http_403` and the like when something else answered."""
    try:
        code = Verdict.model_validate_json(response.content).result.code
    except ValidationError:
        code = ""
    return code if _CODE.fullmatch(code) else f"http_{response.status_code}"

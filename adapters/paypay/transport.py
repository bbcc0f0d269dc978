"""One signed call to the provider, and what its failures mean.

No answer and what `adapters/http.py` calls undecided are PortUnavailable: the provider itself says that after these the
state is unknown and must be asked for. Any other refusal is PortRejected with the provider's code.
"""

import json
import re
import secrets
from collections.abc import Callable
from typing import Final

import httpx2
from pydantic import JsonValue, ValidationError

from adapters.http import asking
from adapters.paypay.authorization import Credentials, Message, sign
from adapters.paypay.config import PayPayConfig
from adapters.paypay.translation import SYSTEM
from adapters.paypay.wire import Verdict
from domain.errors import PortRejected
from domain.ports import Clock

_CONTENT_TYPE: Final = "application/json;charset=UTF-8"
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
        parts = {"content": message.body, "headers": headers}
        async with asking(self._client, SYSTEM, self._config.timeout, message.method, url, **parts) as response:
            await response.aread()
            return response


def _refusal(response: httpx2.Response) -> str:
    """Return the provider's code, or `http_403` and the like when something else answered."""
    try:
        code = Verdict.model_validate_json(response.content).result.code
    except ValidationError:
        code = ""
    return code if _CODE.fullmatch(code) else f"http_{response.status_code}"

"""The provider's side of the `Authorization` header: who is calling, and is it really they, now, for the first time?

Written from the provider's description (Open Payment API, API authentication) without looking at the adapter: the two check each other.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.paypay.refusals import UNAUTHORIZED, Refused

_HEADER = re.compile(
    r"hmac OPA-Auth:(?P<key>[^:]{1,128}):(?P<mac>[^:]{44}):(?P<nonce>[^:]{1,64}):(?P<epoch>[0-9]{1,12}):(?P<hash>[^:]+)"
)
_SKEW = 120  # seconds; the clocks must differ by less


@dataclass(frozen=True)
class ApiKey:
    """What the provider gave to a merchant."""

    key: str
    secret: str = field(repr=False)
    merchant: str


@dataclass(frozen=True)
class SignedRequest:
    """A request as it came in; without a body, `content_type` and `body` are None. The path has no query."""

    header: str
    method: str
    path: str
    content_type: str | None
    body: bytes | None


class Gatekeeper:
    """Admits signed requests; remembers nonces as long as they could be replayed."""

    def __init__(self, keys: Iterable[ApiKey], clock: Callable[[], datetime]) -> None:
        self._keys = {key.key: key for key in keys}
        self._clock = clock
        self._seen: dict[tuple[str, str], float] = {}

    def admit(self, request: SignedRequest) -> ApiKey:
        """Return the caller's key. Raises Refused(UNAUTHORIZED) without saying why."""
        parts = _HEADER.fullmatch(request.header)
        caller = self._keys.get(parts["key"]) if parts else None
        if parts is None or caller is None:
            raise Refused(UNAUTHORIZED)
        now = self._clock().timestamp()
        genuine = hmac.compare_digest(_expected(caller, request, parts), f"{parts['mac']}:{parts['hash']}".encode())
        if not genuine or abs(now - int(parts["epoch"])) >= _SKEW or self._replayed(caller.key, parts["nonce"], now):
            raise Refused(UNAUTHORIZED)
        return caller

    def _replayed(self, key: str, nonce: str, now: float) -> bool:
        # A header is good from `epoch - _SKEW` to `epoch + _SKEW`, so seen at its earliest it can return 2 x _SKEW later.
        self._seen = {used: until for used, until in self._seen.items() if until > now}
        if (key, nonce) in self._seen:
            return True
        self._seen[key, nonce] = now + 2 * _SKEW
        return False


def _expected(caller: ApiKey, request: SignedRequest, parts: re.Match[str]) -> bytes:
    """Return `mac:hash` as it must be."""
    kind, hashed = "empty", "empty"
    if request.content_type is not None or request.body is not None:
        kind = request.content_type or "empty"
        content = (request.content_type or "").encode() + (request.body or b"")
        hashed = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    lines = [request.path, request.method, parts["nonce"], parts["epoch"], kind, hashed]
    mac = hmac.new(caller.secret.encode(), "\n".join(lines).encode(), hashlib.sha256)
    return base64.b64encode(mac.digest()) + b":" + hashed.encode()

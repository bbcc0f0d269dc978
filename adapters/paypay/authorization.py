"""The provider's `Authorization` header: `hmac OPA-Auth:key:mac:nonce:epoch:bodyHash`.

bodyHash = base64(MD5(content type + body)), or `empty` when the request has neither.
mac = base64(HMAC-SHA256(secret, path ⏎ method ⏎ nonce ⏎ epoch ⏎ content type | `empty` ⏎ bodyHash)).
The path is the one behind the base address, without query. Pure functions; no clock, no randomness.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

TOLERANCE: Final = 120  # seconds; the clocks must differ by less
_SCHEME: Final = "hmac OPA-Auth"
_EMPTY: Final = "empty"


@dataclass(frozen=True)
class Credentials:
    """API key and its secret."""

    key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Message:
    """The part of a request that is signed. `content_type` and `body` are both None when there is no body."""

    method: str
    path: str
    content_type: str | None = None
    body: bytes | None = None


def body_hash(message: Message) -> str:
    """Return the hash of content type and body, or `empty`."""
    if message.content_type is None and message.body is None:
        return _EMPTY
    digest = hashlib.md5(usedforsecurity=False)  # the provider's choice; the mac is what protects
    digest.update((message.content_type or "").encode())
    digest.update(message.body or b"")
    return base64.b64encode(digest.digest()).decode()


def sign(credentials: Credentials, message: Message, nonce: str, epoch: int) -> str:
    """Return the header's value for a message sent at `epoch` (seconds) with a `nonce` never used before."""
    hashed = body_hash(message)
    content_type = message.content_type or _EMPTY
    text = "\n".join((message.path, message.method, nonce, str(epoch), content_type, hashed))
    mac = base64.b64encode(hmac.digest(credentials.secret.encode(), text.encode(), "sha256")).decode()
    return f"{_SCHEME}:{credentials.key}:{mac}:{nonce}:{epoch}:{hashed}"


def verify(header: str, credentials: Credentials, message: Message, now: int) -> bool:
    """Say whether `header` is the one for this message and fresh at `now` (seconds).

    A replay within the tolerance passes: remembering nonces is the receiver's business.
    """
    parts = header.split(":")
    if len(parts) != len((_SCHEME, "key", "mac", "nonce", "epoch", "hash")):
        return False
    nonce, epoch = parts[3], parts[4]
    if not (nonce and epoch.isascii() and epoch.isdecimal() and len(epoch) <= len("253402300799")):
        return False
    expected = sign(credentials, message, nonce, int(epoch))
    return hmac.compare_digest(expected.encode(), header.encode()) and abs(now - int(epoch)) < TOLERANCE

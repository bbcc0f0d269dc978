"""The carrier's webhook: signed, told at least once, in any order.

`X-Post-Signature: t=<seconds since 1970>,sha256=<hex HMAC-SHA256 of "<t>." and the body>` under a secret both sides know.
The signature is checked before the body is read, and it is good for a few minutes: what was overheard cannot be told again
for ever. A repeat within them is harmless: the receiver knows a scan by its `event_id`.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from adapters.post.wire import Scan
from domain.errors import DomainError, ErrorCode
from domain.ports import Clock
from domain.postal.letters import PostalEvent

MAX_BYTES = 16_384
TOLERANCE: Final = 300  # seconds; the clocks, and the way, may take so long
_HEADER: Final = re.compile(r"t=([0-9]{1,12}),sha256=[0-9a-f]{64}", re.ASCII)


def post_reader(secret: str, clock: Clock) -> Callable[[bytes, str], PostalEvent]:
    """Return what reads the carrier's notifications with this secret, as `parse_post_webhook`."""
    return lambda body, signature: parse_post_webhook(body, signature, secret, clock())


def parse_post_webhook(body: bytes, signature: str, secret: str, now: datetime) -> PostalEvent:
    """Return the scan a genuine webhook tells of; `now` is timezone-aware.

    Raises DomainError: SIGNATURE_REFUSED when the body is not signed by the carrier, or was not just now,
    SUBMISSION_INVALID (with the `field` at fault) when it is but cannot be read.
    """
    if not secret:
        raise ValueError("the webhook's secret must not be empty")
    if len(body) > MAX_BYTES or not _genuine(body, signature, secret, now):
        raise DomainError(ErrorCode.SIGNATURE_REFUSED)
    try:
        return Scan.model_validate_json(body).translated()
    except ValidationError as error:
        place = error.errors(include_input=False, include_url=False)[0]["loc"]
        raise DomainError(ErrorCode.SUBMISSION_INVALID, field=str(place[0]) if place else "body") from None


def signed(body: bytes, secret: str, at: int) -> str:
    """Return the header's value for a body told at an instant (seconds since 1970)."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},sha256={mac.hexdigest()}"


def _genuine(body: bytes, signature: str, secret: str, now: datetime) -> bool:
    parts = _HEADER.fullmatch(signature)
    if parts is None or abs(now.timestamp() - int(parts[1])) > TOLERANCE:
        return False
    return hmac.compare_digest(signed(body, secret, int(parts[1])).encode(), signature.encode())

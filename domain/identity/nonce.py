"""Number of a statement to be signed (申請番号): proves that this office made the text, and not long ago.

The number needs no storage: it carries its own expiry (40 bits, seconds since 1970, UTC), 80 random bits and the first
80 bits of an HMAC-SHA256 (RFC 2104) over both, written as 40 letters of Crockford's base 32. One number has exactly one
spelling. That it is used once only is the counter's business (STATEMENT_USED).
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from domain.crockford import from_letters, in_letters
from domain.errors import DomainError, ErrorCode

VALIDITY = timedelta(hours=24)
ENTROPY_BYTES = 10
_EXPIRY_BYTES = 5
_MAC_BYTES = 10
_SECRET_BYTES = 32
_PURPOSE = b"madoguchi statement number v1\x00"
_FORM = re.compile(r"[0-9A-HJKMNP-TV-Z]{40}", re.ASCII)


def make_nonce(secret: bytes, issued_at: datetime, entropy: bytes, validity: timedelta = VALIDITY) -> str:
    """Return a fresh number, usable until `issued_at + validity`.

    `secret` is at least 32 bytes, `entropy` ten random bytes; ValueError otherwise, or when `issued_at` has no zone.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError("entropy must be ten bytes")
    expiry = int((_aware(issued_at) + validity).timestamp())
    body = expiry.to_bytes(_EXPIRY_BYTES) + entropy
    return in_letters(body + _mac(secret, body))


def check_nonce(secret: bytes, nonce: str, now: datetime) -> None:
    """Accept a number of ours that has not expired.

    Raises DomainError: SUBMISSION_INVALID when this office never gave the number out, STATEMENT_EXPIRED when it is too
    old (the citizen signs a new text). ValueError when `secret` is short or `now` has no zone.
    """
    moment = _aware(now)
    if not _FORM.fullmatch(nonce):
        raise DomainError(ErrorCode.SUBMISSION_INVALID, field="nonce", why="malformed")
    content = from_letters(nonce)
    body, mac = content[:-_MAC_BYTES], content[-_MAC_BYTES:]
    if not hmac.compare_digest(_mac(secret, body), mac):
        raise DomainError(ErrorCode.SUBMISSION_INVALID, field="nonce", why="not_ours")
    expires_at = datetime.fromtimestamp(int.from_bytes(body[:_EXPIRY_BYTES]), UTC)
    if moment >= expires_at:
        raise DomainError(ErrorCode.STATEMENT_EXPIRED, expired_at=expires_at.isoformat())


def _mac(secret: bytes, body: bytes) -> bytes:
    if len(secret) < _SECRET_BYTES:
        raise ValueError("secret must be at least 32 bytes")
    return hmac.new(secret, _PURPOSE + body, hashlib.sha256).digest()[:_MAC_BYTES]


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    return moment

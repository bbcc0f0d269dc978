"""The carrier's webhook: signed, told at least once, in any order.

`X-Post-Signature: sha256=<hex HMAC-SHA256 of the body>` under a secret both sides know. The signature is checked before
the body is read. A repeat is harmless: the receiver knows a scan by its `event_id`.
"""

import hashlib
import hmac

from pydantic import ValidationError

from adapters.post.wire import Scan
from domain.errors import DomainError, ErrorCode
from domain.postal.letters import PostalEvent

MAX_BYTES = 16_384


def parse_post_webhook(body: bytes, signature: str, secret: str) -> PostalEvent:
    """Return the scan a genuine webhook tells of.

    Raises DomainError: SIGNATURE_REFUSED when the body is not signed by the carrier, SUBMISSION_INVALID (with the
    `field` at fault) when it is but cannot be read.
    """
    if not secret:
        raise ValueError("the webhook's secret must not be empty")
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if len(body) > MAX_BYTES or not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise DomainError(ErrorCode.SIGNATURE_REFUSED)
    try:
        return Scan.model_validate_json(body).translated()
    except ValidationError as error:
        place = error.errors(include_input=False, include_url=False)[0]["loc"]
        raise DomainError(ErrorCode.SUBMISSION_INVALID, field=str(place[0]) if place else "body") from None

"""The secret of a mailed link to a draft: the draft's id and a keyed hash over it and the address it was mailed to.

Nothing of it is stored: whoever reads the database cannot make one, and the worker can when it writes the mail.
"""

import hmac
import re

from adapters.postgres.commitments import Commitments
from domain import ids

_SECRET = re.compile(r"([0-9a-z]{16})-([0-9a-f]{32})", re.ASCII)


def link_of(commitments: Commitments, draft_id: str, mail_hash: str) -> str:
    """Return the secret of a draft's link as it goes to an address."""
    return f"{draft_id}-{commitments.pseudonym('draft link', f'{draft_id}|{mail_hash}')}"


def linked(secret: str) -> str | None:
    """Return the draft's id that a secret names; None for what cannot be one."""
    parts = _SECRET.fullmatch(secret)
    return parts[1] if parts and ids.is_draft_id(parts[1]) else None


def is_link_of(commitments: Commitments, secret: str, draft_id: str, mail_hash: str | None) -> bool:
    """Say, in constant time, whether a secret went to the address that was confirmed (None: none was)."""
    right = hmac.compare_digest(link_of(commitments, draft_id, mail_hash or "").encode(), secret.encode())
    return right and mail_hash is not None

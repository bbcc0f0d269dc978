"""Webhooks going out, in the form of Standard Webhooks 1.0: what is said, how it is signed, when it is tried again.

They carry ids and statuses alone. A receiver takes a message as a reason to ask us.
"""

import base64
import hashlib
import hmac
import ipaddress
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

ENDPOINT_ID = r"^ep-[0-9a-z]{16}$"
MOST_ENDPOINTS = 5
SECRET_PREFIX = "whsec_"  # noqa: S105 - how secrets begin, not one
STATUS_CHANGED, TEST = "request.status_changed", "test"
PAUSES = tuple(timedelta(seconds=each) for each in (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 73_000))
"""How long after each failure a delivery is tried again: eleven tries within three days (about 259,000 s)."""


class Endpoint(BaseModel):
    """Where a portal is told."""

    model_config = ConfigDict(frozen=True)

    endpoint_id: Annotated[str, Field(pattern=ENDPOINT_ID)]
    portal_id: str
    url: str
    made_at: datetime


class Delivery(BaseModel):
    """One message to one endpoint, as the log has it. `answer` is the HTTP status of the last try, 0: none came.

    `next_at`: when it is tried again; None once it was delivered or given up.
    """

    model_config = ConfigDict(frozen=True)

    message_id: str
    endpoint_id: str
    type: str
    case_id: str | None
    made_at: datetime
    attempts: int
    answer: int | None
    delivered_at: datetime | None
    next_at: datetime | None


class DueDelivery(NamedTuple):
    """A delivery leased to one courier. `body` is what is signed and sent, byte for byte."""

    message_id: str
    endpoint_id: str
    url: str
    body: str
    attempts: int


class Change(NamedTuple):
    """A case that stands elsewhere for who looks from outside: its status there, since which of its events, when (UTC)."""

    case_id: str
    case_number: str
    procedure: str
    status: str
    place: int
    at: datetime


def headers_of(message_id: str, body: str, secret: bytes, at: datetime) -> dict[str, str]:
    """Return the headers that sign a message, as of an instant (Standard Webhooks §Signature scheme, v1)."""
    stamp = str(int(at.timestamp()))
    signed = hmac.new(secret, f"{message_id}.{stamp}.{body}".encode(), hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(signed).decode()}"
    return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": signature}


def secret_in_words(secret: bytes) -> str:
    """Return a secret as it is handed over."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed tries; None: it is given up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def url_fault(url: str, *, inside: bool) -> str | None:
    """Return why nobody is told at an address, or None. `inside`: this machine may be meant, without HTTPS (a sandbox)."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return "unreadable"
    if len(url) > 500 or not url.isascii() or not host:  # noqa: PLR2004
        return "unreadable"
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        return "not_https"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "has_more"
    return None if inside or port in (None, 443) else "port"


def are_public(addresses: Collection[str]) -> bool:
    """Say whether all of these IP addresses are the internet's, so that no message reaches a machine of ours."""
    return bool(addresses) and all(ipaddress.ip_address(each).is_global for each in addresses)

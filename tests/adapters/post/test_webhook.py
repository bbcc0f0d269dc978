"""The carrier's webhook: only what the carrier signed is believed."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.post.webhook import MAX_BYTES, parse_post_webhook
from domain.errors import DomainError, ErrorCode
from domain.postal.letters import PostalEventKind, ReturnReason

_SECRET = "shared"
_SCAN = {
    "event_id": "scan-1",
    "tracking_number": "13112383852",
    "kind": "returned",
    "at": "2026-11-24T01:02:03Z",
    "return_reason": "moved",
}
_BODY = json.dumps(_SCAN).encode()


_NOW = datetime(2026, 11, 24, 1, 2, 30, tzinfo=UTC)
_SECOND = int(_NOW.timestamp())


def _signature(body: bytes, secret: str = _SECRET, at: int = _SECOND) -> str:
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},sha256={mac.hexdigest()}"


def _refusal(body: bytes, signature: str, secret: str = _SECRET, now: datetime = _NOW) -> DomainError:
    with pytest.raises(DomainError) as caught:
        parse_post_webhook(body, signature, secret, now)
    return caught.value


def test_a_signed_scan_is_read() -> None:
    """A genuine webhook becomes the event it tells of, the same each time it is told."""
    event = parse_post_webhook(_BODY, _signature(_BODY), _SECRET, _NOW)
    assert (event.event_id, event.kind, event.return_reason) == ("scan-1", PostalEventKind.RETURNED, ReturnReason.MOVED)
    assert parse_post_webhook(_BODY, _signature(_BODY), _SECRET, _NOW) == event


@pytest.mark.parametrize(
    "signature",
    [
        "",
        f"t={_SECOND},sha256=",
        _signature(_BODY).partition(",")[2],
        "sha256=" + hmac.new(_SECRET.encode(), _BODY, hashlib.sha256).hexdigest(),
        _signature(_BODY).replace(f"t={_SECOND}", f"t={_SECOND + 1}"),
        _signature(_BODY).replace(f"t={_SECOND}", "t=９９"),
        _signature(_BODY).replace(f"t={_SECOND}", "t=" + "9" * 13),
        f"{_signature(_BODY)},t={_SECOND}",
        _signature(_BODY).upper(),
        _signature(_BODY, "other"),
        "sha1=00",
        "sha256=é\ud800",
    ],
)
def test_anything_but_the_signature_is_refused(signature: str) -> None:
    """Missing, bare, altered, foreign or broken signatures are refused alike."""
    assert _refusal(_BODY, signature).code is ErrorCode.SIGNATURE_REFUSED


@pytest.mark.parametrize("seconds", [-300, -1, 0, 299, 300])
def test_what_was_signed_just_now_is_read(seconds: int) -> None:
    """The clocks, and the way, may take five minutes."""
    assert parse_post_webhook(_BODY, _signature(_BODY), _SECRET, _NOW + timedelta(seconds=seconds)).event_id == "scan-1"


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 3_600, 86_400 * 365])
def test_what_was_signed_long_ago_or_ahead_is_refused(seconds: int) -> None:
    """Who overheard a genuine notification cannot tell it again for ever."""
    late = _NOW + timedelta(seconds=seconds)
    assert _refusal(_BODY, _signature(_BODY), now=late).code is ErrorCode.SIGNATURE_REFUSED


@given(st.integers(0, len(_BODY) * 8 - 1))
def test_one_bit_is_enough(bit: int) -> None:
    """A body altered in any one bit is refused."""
    altered = bytearray(_BODY)
    altered[bit // 8] ^= 1 << (bit % 8)
    assert _refusal(bytes(altered), _signature(_BODY)).code is ErrorCode.SIGNATURE_REFUSED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "eaten"}, "kind"),
        ({"at": "2026-11-24T01:02:03"}, "at"),
        ({"tracking_number": "abc"}, "tracking_number"),
        ({"event_id": "x" * 65}, "event_id"),
    ],
)
def test_a_signed_body_that_cannot_be_read_names_the_field(change: dict[str, str], field: str) -> None:
    """A genuine webhook of another shape is refused by field, without repeating its content."""
    body = json.dumps(_SCAN | change).encode()
    refusal = _refusal(body, _signature(body))
    assert (refusal.code, refusal.facts) == (ErrorCode.SUBMISSION_INVALID, {"field": field})


def test_unknown_fields_are_passed_over() -> None:
    """The carrier may add fields."""
    body = json.dumps(_SCAN | {"office": "みなも局"}).encode()
    assert parse_post_webhook(body, _signature(body), _SECRET, _NOW).event_id == "scan-1"


def test_a_huge_body_is_refused() -> None:
    """More than a webhook can be is not read, signed or not."""
    body = _BODY + b" " * MAX_BYTES
    assert _refusal(body, _signature(body)).code is ErrorCode.SIGNATURE_REFUSED


def test_an_empty_secret_is_a_mistake_of_ours() -> None:
    """Anybody can sign with an empty secret, so none is accepted."""
    with pytest.raises(ValueError, match="secret"):
        parse_post_webhook(_BODY, _signature(_BODY, ""), "", _NOW)

"""Notifications are hints, and anybody may send them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.paypay.webhook import MAX_BYTES, charge_named
from domain.errors import DomainError, ErrorCode

SHAPE = Path(__file__).parents[4] / "shared" / "testdata" / "paypay" / "shapes" / "webhook_transaction.json"
BODY: dict[str, Any] = {
    "notification_type": "Transaction",
    "merchant_id": "1",
    "order_id": "123",
    "merchant_order_id": "pay-0001",
    "order_amount": 300,
    "state": "COMPLETED",
}


def parse(body: bytes) -> str | None:
    """Read a notification; the provider signs none, so no header matters."""
    return charge_named(body, {})


def written(**changes: Any) -> bytes:
    return json.dumps({**BODY, **changes}).encode()


@pytest.mark.skipif(not SHAPE.exists(), reason="test data from outside is not here")
def test_the_providers_example() -> None:
    """The documented notification names its charge."""
    assert parse(SHAPE.read_bytes()) == "pay-0001"


@pytest.mark.parametrize("said", [{"order_amount": "a lot"}, {"state": "<b>"}, {"order_id": {"a": 1}}])
def test_what_else_a_notification_says_is_not_even_read(said: dict[str, Any]) -> None:
    """Whoever gets the hint asks the provider for amount and state."""
    assert parse(written(**said)) == parse(written()) == "pay-0001"


def test_other_kinds_are_passed_over() -> None:
    """A settlement file concerns no charge."""
    assert parse(b'{"notification_type":"ReconFile","fileType":"x","path":"y"}') is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"not json", "body"),
        (b"[]", "body"),
        (b"\xff\xfe\x00", "body"),
        (b"{}", "notification_type"),
        (written(notification_type=5), "notification_type"),
        (written(merchant_order_id=None), "merchant_order_id"),
        (written(merchant_order_id="pay 1"), "merchant_order_id"),
        (written(merchant_order_id="x" * 65), "merchant_order_id"),
        (written(merchant_order_id="pay-1\n"), "merchant_order_id"),
        (b"[" * 10_000, "body"),
        (b" " * (MAX_BYTES + 1), "body"),
    ],
)
def test_garbage_is_refused(body: bytes, field: str) -> None:
    """A refusal names the field and never quotes what was sent."""
    with pytest.raises(DomainError) as refusal:
        parse(body)
    assert refusal.value.code is ErrorCode.SUBMISSION_INVALID
    assert refusal.value.facts["field"] == field


@given(st.binary(max_size=300))
def test_no_bytes_break_it(body: bytes) -> None:
    """Whatever comes is a hint, nothing, or a refusal."""
    try:
        hint = parse(body)
    except DomainError:
        return
    assert hint is None or isinstance(hint, str)

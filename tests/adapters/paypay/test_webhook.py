"""Notifications are hints, and anybody may send them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.paypay.webhook import MAX_BYTES, Hint, parse
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


def written(**changes: Any) -> bytes:
    return json.dumps({**BODY, **changes}).encode()


@pytest.mark.skipif(not SHAPE.exists(), reason="test data from outside is not here")
def test_the_providers_example() -> None:
    """The documented notification names its order; order and state tell it from others."""
    assert parse(SHAPE.read_bytes()) == Hint("00000000000000000000.COMPLETED", "pay-0001")


def test_what_a_notification_says_of_money_is_not_even_read() -> None:
    """Another amount is the same hint; another state is another happening of the same charge."""
    assert parse(written(order_amount="a lot")) == parse(written()) == Hint("123.COMPLETED", "pay-0001")
    assert parse(written(state="REFUNDED")) == Hint("123.REFUNDED", "pay-0001")


def test_an_id_of_the_provider_is_used() -> None:
    """Where a notification has an id of its own, that is the one."""
    assert parse(written(notification_id="n-1")) == Hint("n-1", "pay-0001")


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
        (written(order_id={"a": 1}), "order_id"),
        (written(state=""), "state"),
        (written(state="<b>"), "state"),
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
    assert hint is None or isinstance(hint, Hint)

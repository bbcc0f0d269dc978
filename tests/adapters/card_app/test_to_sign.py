"""What a card signs, and what is made of a result: by the bytes, without a service."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from contracts.card_app_town import HANAKO, cards
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.card_app.to_sign import digest_info, signed_text
from adapters.jpki.algorithms import IN_FORCE
from adapters.jpki.signature import signer_of
from domain.identity.card_app import CardAppRefused, CardTrouble
from sandbox.jpki import chip

TEXT = "申請文\n".encode()
DIGEST = hashlib.sha256(TEXT).digest()
NOW = datetime.now(UTC)


def result(signed: bytes = TEXT, **changes: Any) -> bytes:
    """Return a decrypted result over a text, with parts changed."""
    signature, certificate = chip.sign_given(cards(), *HANAKO, digest_info(hashlib.sha256(signed).digest()))
    parts = {"signature": base64.b64encode(signature).decode(), "certificate": base64.b64encode(certificate).decode()}
    return json.dumps({name: value for name, value in (parts | changes).items() if value is not None}).encode()


@cache
def _good() -> bytes:
    return result()


def test_a_card_is_given_a_digest_info() -> None:
    """RFC 8017 §9.2: SHA-256 with NULL, 51 bytes; the same for the same text."""
    given_to_sign = digest_info(DIGEST)
    assert len(given_to_sign) == 51
    assert given_to_sign[:19].hex() == "3031300d060960864801650304020105000420"
    assert digest_info(DIGEST) == given_to_sign != digest_info(hashlib.sha256(b"other").digest())


def test_the_message_is_one_the_counter_takes() -> None:
    """In the one spelling that is read, over exactly this text."""
    message = signed_text(DIGEST, result(), NOW)
    assert signer_of(TEXT, message, IN_FORCE).attributes is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda: b"",
        lambda: b"null",
        lambda: b"[]",
        lambda: b"\xff",
        lambda: b"[" * 200_000,
        lambda: result(signature=None),
        lambda: result(certificate=None),
        lambda: result(signature=""),
        lambda: result(signature="!"),
        lambda: result(signature=1),
        lambda: result(certificate=""),
        lambda: result(certificate=base64.b64encode(b"certificate").decode()),
        lambda: result(b"another text"),
    ],
)
def test_a_result_that_makes_no_sense(change: Callable[[], bytes]) -> None:
    """Nothing is made of it."""
    with pytest.raises(CardAppRefused) as refusal:
        signed_text(DIGEST, change(), NOW)
    assert refusal.value.trouble is CardTrouble.NOT_TRUSTED


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_byte_of_a_signature_can_be_another(data: st.DataObject) -> None:
    """A signature with one bit turned is none."""
    parts = json.loads(_good())
    signature = bytearray(base64.b64decode(parts["signature"]))
    place = data.draw(st.integers(0, len(signature) * 8 - 1))
    signature[place // 8] ^= 1 << place % 8
    changed = json.dumps({**parts, "signature": base64.b64encode(signature).decode()}).encode()
    with pytest.raises(CardAppRefused):
        signed_text(DIGEST, changed, NOW)

"""The signature header against the provider's vectors."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.paypay.authorization import Credentials, Message, body_hash, sign, verify

DATA = Path(__file__).parents[4] / "shared" / "testdata" / "paypay"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="test data from outside is not here")


def cases(name: str) -> list[Any]:
    file = DATA / name
    return json.loads(file.read_text("utf-8")) if file.exists() else []


def message(case: dict[str, Any]) -> Message:
    body = None if case["body"] is None else case["body"].encode()
    return Message(case["method"], case["path"], case["content_type"], body)


def credentials(case: dict[str, Any]) -> Credentials:
    return Credentials(case["key"], case["secret"])


@pytest.mark.parametrize("case", cases("hmac_vectors.json"))
def test_vectors(case: dict[str, Any]) -> None:
    """Hash and header are the published ones, and each is accepted within two minutes."""
    epoch = int(case["epoch"])
    assert body_hash(message(case)) == case["body_hash"]
    assert sign(credentials(case), message(case), case["nonce"], epoch) == case["header"]
    for now, fresh in ((epoch - 120, False), (epoch - 119, True), (epoch + 119, True), (epoch + 120, False)):
        assert verify(case["header"], credentials(case), message(case), now) is fresh


@pytest.mark.parametrize("case", cases("refused_headers.json"), ids=lambda case: case["why"])
def test_refused(case: dict[str, Any]) -> None:
    """A header that is stale or belongs to another request is refused."""
    assert not verify(case["header"], Credentials("a_key02", case["secret"]), message(case), case["now"])


@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    """One changed byte anywhere in the header makes it worthless."""
    case = data.draw(st.sampled_from(cases("hmac_vectors.json")))
    header = case["header"].encode()
    place = data.draw(st.integers(0, len(header) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != header[place]))
    forged = header[:place] + bytes([byte]) + header[place + 1 :]
    assert not verify(forged.decode("latin-1"), credentials(case), message(case), int(case["epoch"]))


def test_the_secret_is_not_shown() -> None:
    """Printing the credentials does not print the secret."""
    assert "hidden" not in repr(Credentials("key", "hidden"))

"""The provider's verification of signatures, written apart from the adapter's, against the same vectors."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.paypay.authorization import ApiKey, Gatekeeper, SignedRequest
from sandbox.paypay.refusals import UNAUTHORIZED, Refused

DATA = Path(__file__).parents[4] / "shared" / "testdata" / "paypay"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="test data from outside is not here")


def cases(name: str) -> list[Any]:
    file = DATA / name
    return json.loads(file.read_text("utf-8")) if file.exists() else []


def keeper(case: dict[str, Any], now: int, key: str | None = None) -> Gatekeeper:
    known = ApiKey(case["key"] if key is None else key, case["secret"], "merchant")
    return Gatekeeper([known], lambda: datetime.fromtimestamp(now, UTC))


def request(case: dict[str, Any], header: str | None = None) -> SignedRequest:
    body = None if case["body"] is None else case["body"].encode()
    return SignedRequest(header or case["header"], case["method"], case["path"], case["content_type"], body)


def refused(gatekeeper: Gatekeeper, asked: SignedRequest) -> bool:
    try:
        gatekeeper.admit(asked)
    except Refused as refusal:
        return refusal.verdict is UNAUTHORIZED
    return False


@pytest.mark.parametrize("case", cases("hmac_vectors.json"))
def test_vectors(case: dict[str, Any]) -> None:
    """Each published request is admitted while the clocks differ by less than two minutes."""
    epoch = int(case["epoch"])
    for now, fresh in (
        (epoch - 120, False),
        (epoch - 119, True),
        (epoch, True),
        (epoch + 119, True),
        (epoch + 120, False),
    ):
        assert refused(keeper(case, now), request(case)) is not fresh


@pytest.mark.parametrize("case", cases("refused_headers.json"), ids=lambda case: case["why"])
def test_refused(case: dict[str, Any]) -> None:
    """A header that is stale or belongs to another request or key is refused."""
    assert refused(keeper(case, case["now"], "a_key02"), request(case))


@pytest.mark.parametrize("case", cases("hmac_vectors.json"))
def test_a_nonce_serves_once(case: dict[str, Any]) -> None:
    """The same header again is refused as long as its time has not run out, even when it came early at first."""
    epoch = int(case["epoch"])
    now = [epoch - 119]
    gatekeeper = Gatekeeper([ApiKey(case["key"], case["secret"], "m")], lambda: datetime.fromtimestamp(now[0], UTC))
    assert not refused(gatekeeper, request(case))
    for later in (epoch - 119, epoch, epoch + 119, epoch + 500):
        now[0] = later
        assert refused(gatekeeper, request(case))


@pytest.mark.parametrize("header", ["", "Bearer x", "hmac OPA-Auth:", "hmac OPA-Auth:::::", "hmac OPA-Auth:a:b:c:d:e"])
def test_garbage(header: str) -> None:
    """What is no such header at all is refused in the same words."""
    case = cases("hmac_vectors.json")[0]
    assert refused(keeper(case, int(case["epoch"])), SignedRequest(header, "GET", "/v2/codes", None, None))


@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    """One changed byte anywhere in header, body or path makes the request worthless."""
    case = data.draw(st.sampled_from(cases("hmac_vectors.json")))
    part = data.draw(st.sampled_from([name for name in ("header", "body", "path") if case[name]]))
    original = case[part].encode()
    place = data.draw(st.integers(0, len(original) - 1))
    byte = data.draw(st.integers(1, 127).filter(lambda value: value != original[place]))
    forged = (original[:place] + bytes([byte]) + original[place + 1 :]).decode("utf-8", "replace")
    assert refused(keeper(case, int(case["epoch"])), request({**case, part: forged}))

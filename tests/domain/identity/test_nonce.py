"""The statement number: made, checked, expired, forged."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError, ErrorCode
from domain.identity.nonce import check_nonce, make_nonce

SECRET = bytes(range(32))
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ENTROPY = bytes(range(10))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _refusal(nonce: str, now: datetime = NOW, secret: bytes = SECRET) -> ErrorCode:
    with pytest.raises(DomainError) as caught:
        check_nonce(secret, nonce, now)
    return caught.value.code


def test_known_answer():
    """The layout never changes in silence: numbers given out before a release stay good after it."""
    nonce = make_nonce(SECRET, NOW, ENTROPY)
    assert nonce == "01NG9ZDG000G40R40M30E2099QEVEETJ3P2M9RP9"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26,64}", nonce)


@given(st.binary(min_size=10, max_size=10), st.integers(0, 86_399))
def test_fresh_number_is_accepted_until_its_last_second(entropy, age):
    """A number is good for 24 hours."""
    check_nonce(SECRET, make_nonce(SECRET, NOW, entropy), NOW + timedelta(seconds=age))


@pytest.mark.parametrize("age", [timedelta(hours=24), timedelta(hours=24, seconds=1), timedelta(days=400)])
def test_old_number_is_expired(age):
    """From 24 hours on the citizen must sign a new text."""
    assert _refusal(make_nonce(SECRET, NOW, ENTROPY), NOW + age) is ErrorCode.STATEMENT_EXPIRED


def test_validity_can_be_shorter():
    """The municipality may give less time."""
    nonce = make_nonce(SECRET, NOW, ENTROPY, timedelta(minutes=10))
    check_nonce(SECRET, nonce, NOW + timedelta(minutes=9))
    assert _refusal(nonce, NOW + timedelta(minutes=10)) is ErrorCode.STATEMENT_EXPIRED


@pytest.mark.parametrize("position", range(40))
def test_any_changed_letter_is_refused(position):
    """No letter of the number, expiry included, can be changed."""
    nonce = make_nonce(SECRET, NOW, ENTROPY)
    for letter in ALPHABET.replace(nonce[position], ""):
        forged = nonce[:position] + letter + nonce[position + 1 :]
        assert _refusal(forged) is ErrorCode.SUBMISSION_INVALID


def test_number_of_another_secret_is_refused():
    """Another installation's number is not ours."""
    assert _refusal(make_nonce(bytes(32), NOW, ENTROPY)) is ErrorCode.SUBMISSION_INVALID


@pytest.mark.parametrize("text", ["", "0" * 26, "0" * 40, "0" * 39, "0" * 41, "０" * 40, "u" * 40, "\n" * 40])
def test_malformed_number_is_refused(text):
    """What does not look like a number is refused with the same code."""
    assert _refusal(text) is ErrorCode.SUBMISSION_INVALID


def test_lower_case_is_another_text():
    """One number has one spelling, or the same statement could be used twice."""
    assert _refusal(make_nonce(SECRET, NOW, ENTROPY).lower()) is ErrorCode.SUBMISSION_INVALID


def test_wrong_use_is_a_value_error():
    """A short secret, short entropy or an instant without zone is the programmer's mistake."""
    with pytest.raises(ValueError, match="secret"):
        make_nonce(b"short", NOW, ENTROPY)
    with pytest.raises(ValueError, match="entropy"):
        make_nonce(SECRET, NOW, b"123")
    with pytest.raises(ValueError, match="zone"):
        make_nonce(SECRET, NOW.replace(tzinfo=None), ENTROPY)
    with pytest.raises(ValueError, match="zone"):
        check_nonce(SECRET, make_nonce(SECRET, NOW, ENTROPY), NOW.replace(tzinfo=None))

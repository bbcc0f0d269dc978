"""Keys of portals are told from typing errors without asking anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.portals.keys import Mode, digest_of, make_key, mode_of

KEY = make_key(Mode.TEST, bytes(range(20)))


@given(st.sampled_from(Mode), st.binary(min_size=20, max_size=20))
def test_every_key_is_known_as_one(mode, entropy):
    assert mode_of(make_key(mode, entropy)) is mode


@pytest.mark.parametrize("at", range(9, len(KEY)))
def test_one_wrong_letter_is_seen(at):
    other = "a" if KEY[at] != "a" else "b"

    assert mode_of(KEY[:at] + other + KEY[at + 1 :]) is None


@pytest.mark.parametrize(
    "written",
    ["", "mdg_test_", KEY.upper(), KEY + "a", " " + KEY, KEY.replace("test", "live"), KEY + "\n", "ｍdg" + KEY[3:]],
)
def test_what_is_no_key_is_none(written):
    assert mode_of(written) is None


def test_what_is_kept_says_nothing_of_the_key():
    assert KEY not in digest_of(KEY)
    assert len(digest_of(KEY)) == 64

"""`madoguchi demo`: what may be shown is said before anything is started."""

import pytest
from fixtures.command import madoguchi


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("banquet",), ["CHAPTER", "certificates"]),
        (("certificates", "--kind", "passport"), ["--kind", "resident_record_copy", "seal_registration_certificate"]),
    ],
)
def test_a_chapter_or_kind_there_is_not_is_answered_with_the_list(words: tuple[str, ...], named: list[str]) -> None:
    """Wrong use, and nothing is started."""
    ended = madoguchi("demo", *words)
    assert (ended.status, ended.out) == (2, "")
    assert all(each in ended.errors for each in named)

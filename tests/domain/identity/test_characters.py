"""Which characters a name or address may hold, and where."""

import pytest

from domain.identity.characters import first_unsupported


@pytest.mark.parametrize(
    "text",
    [
        "क\u200dष",  # a joiner between two letters of a script that joins
        "नी\u200cच",
        "می\u200cخواهم",
        "葛\U000e0100城",
        "Zoë",
        "①Ⅳ㈱〒",  # in company names and addresses
    ],
)
def test_what_people_are_called_is_taken(text: str) -> None:
    assert first_unsupported(text) is None


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("क\u200d", 1),  # joins nothing
        ("\u200dक", 0),
        ("क\u200da", 1),
        ("a\u200dक", 1),
        ("漢\u200d字", 1),
        ("花子❤", 2),
        ("☃", 0),
        ("🅰", 0),
        ("\u0301a", 0),  # a mark without its letter
        ("a\u0085b", 1),
    ],
)
def test_what_would_break_a_line_or_show_nothing_is_named_by_its_place(text: str, position: int) -> None:
    assert first_unsupported(text) == position

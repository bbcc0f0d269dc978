"""How names are compared."""

from domain.identity.comparison import same_name


def test_names_ignore_width_space_and_case() -> None:
    """A name is the same in half width, with another space or in small letters."""
    assert same_name("ＮＧＵＹＥＮ　ＴＨＩ　ＭＡＩ", (), "Nguyen Thi Mai")


def test_an_unflagged_variant_differs() -> None:
    """高 for 髙 without a flag is a difference: an officer compares, the machine does not guess."""
    assert not same_name("高崎　渚", (), "髙﨑　渚")


def test_a_wildcard_is_one_character() -> None:
    """A flagged position stands for one character, not for none and not for two."""
    assert same_name("〓田　健", (0,), "𠮷田　健")
    assert not same_name("〓田　健", (0,), "田　健")
    assert not same_name("〓田　健", (0,), "小𠮷田　健")


def test_a_name_of_wildcards_matches_nobody() -> None:
    """Where the card could write nothing, nothing was compared."""
    assert not same_name("〓〓", (0, 1), "髙﨑")

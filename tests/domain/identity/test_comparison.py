"""How names are compared."""

import pytest

from domain.identity import variants
from domain.identity.comparison import Likeness, compared_name, same_name


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


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("NGUYEN THI MAI", "NguyenThiMai", Likeness.SAME),
        ("NGUYEN THI MAI", "Nguyễn Thị Mai", Likeness.UNCLEAR),
        ("ĐẶNG VĂN LÂM", "DANG VAN LAM", Likeness.UNCLEAR),
        ("NGUYEN THI MAI", "MAI NGUYEN THI", Likeness.UNCLEAR),
        ("NGUYEN THI MAI", "NGUYEN MAI", Likeness.UNCLEAR),
        ("NGUYEN THI MAI", "NGUYEN THI LAN", Likeness.DIFFERS),
        ("SMITH-JONES ANN", "SMITH JONES ANN", Likeness.UNCLEAR),
        ("SMITH, JOHN PAUL", "John Smith", Likeness.UNCLEAR),
        ("O’BRIEN PAT", "OBRIEN PAT", Likeness.UNCLEAR),
        ("MÜLLER ANNA", "MUELLER ANNA", Likeness.UNCLEAR),
        ("LEE", "LEE JUN", Likeness.DIFFERS),
        ("КИМ АННА", "KIM ANNA", Likeness.DIFFERS),
        ("金　哲洙", "金　哲洙（金田　哲洙）", Likeness.UNCLEAR),
        ("渡邉　渚", "渡辺　渚", Likeness.UNCLEAR),
        ("斎藤　渚", "斉藤　渚", Likeness.DIFFERS),
        ("山田　ガク", "山田　カク", Likeness.DIFFERS),
        ("ミラー　渚", "ミラ　渚", Likeness.DIFFERS),
        ("山田　太郎", "山田　次郎", Likeness.DIFFERS),
    ],
)
def test_what_may_be_the_same_name(one: str, other: str, likeness: Likeness) -> None:
    """Marks, order and number of Latin names, and old forms of a kanji, are an officer's question; both ways round."""
    assert compared_name(one, (), other) is compared_name(other, (), one) is likeness


def test_a_name_the_card_could_not_write_is_a_question() -> None:
    """It contradicts nobody of as many characters."""
    assert compared_name("〓〓", (0, 1), "髙﨑") is Likeness.UNCLEAR
    assert compared_name("〓〓", (0, 1), "髙﨑渚") is Likeness.DIFFERS


def test_a_character_is_in_one_group_of_variants() -> None:
    """So that reading a text twice changes nothing, and it stays as long."""
    letters = "".join(variants._GROUPS.split())
    assert len(set(letters)) == len(letters)
    assert variants.usual(variants.usual(letters)) == variants.usual(letters)

"""How names and addresses are compared."""

import json
from pathlib import Path

import pytest

from domain.identity.comparison import folded_address, same_address, same_name

_OUTSIDE = Path(__file__).parents[4] / "shared" / "testdata" / "addresses" / "normalised.json"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("架空県みなも市水面町一丁目２番３号", "架空県みなも市水面町1-2-3"),
        ("架空県みなも市水面町十二丁目２番地", "架空県みなも市水面町１２丁目２"),
        ("架空県みなも市砂町六丁目１番地の８", "架空県みなも市砂町６－１－８"),
        ("架空県みなも市港町二十一番地", "架空県みなも市港町21"),
        ("架空県みなも市鷗台三丁目５番１２号メゾン水面２０１号室", "架空県みなも市鷗台3-5-12 メゾン水面201"),
        ("架空県みなも市葛󠄀葉町１１番地４", "架空県みなも市葛葉町11-4"),
    ],
)
def test_the_same_address_otherwise_written(one: str, other: str) -> None:
    """Width, numerals, units, dashes and variation selectors do not count."""
    assert same_address(one, (), other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("架空県みなも市水面町一丁目２番３号", "架空県みなも市水面町一丁目２番４号"),
        ("架空県みなも市水面町一丁目２番３号", "架空県みなも市水面町一丁目２３号"),
        ("架空県みなも市水面町1-23", "架空県みなも市水面町12-3"),
        ("架空県みなも市三条町１番", "架空県みなも市二条町１番"),
        ("架空県みなも市水面町１番ハイツ１０１", "架空県みなも市水面町１番"),
    ],
)
def test_different_addresses_differ(one: str, other: str) -> None:
    """Folding does not make one address of two."""
    assert not same_address(one, (), other)


def test_addresses_as_people_write_them() -> None:
    """A public collection of real-world spellings folds to the same text as its normalised form (≥ 90 %)."""
    if not _OUTSIDE.exists():
        pytest.skip("outside test data is not here")
    cases = [each for each in json.loads(_OUTSIDE.read_text()) if each["written"].startswith(each["prefecture"])]
    missed = [
        (folded_address(each["written"]), normal)
        for each in cases
        if folded_address(each["written"])
        != (normal := folded_address("".join(each[k] for k in ("prefecture", "city", "town", "block", "rest"))))
    ]
    assert len(missed) <= len(cases) // 10, missed


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

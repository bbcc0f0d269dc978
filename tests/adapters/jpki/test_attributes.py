"""基本4情報 out of the subject alternative name."""

from datetime import date

import pytest
from asn1crypto import x509 as asn1
from asn1crypto.core import PrintableString, UTF8String
from cryptography import x509

from adapters.jpki.attributes import birth_date, read_attributes
from adapters.jpki.malformed import MalformedError

ARC = "1.2.392.200149.8.5.5"
GOOD = {1: "窓口\u3000花子", 4: "319850412", 3: "2", 5: "架空県みなも市１番", 2: "00000", 6: "000000000"}


def names(values: dict[int, str] | list[tuple[int, str]], string=UTF8String) -> asn1.GeneralNames:
    pairs = values.items() if isinstance(values, dict) else values
    others = [x509.OtherName(x509.ObjectIdentifier(f"{ARC}.{number}"), string(value).dump()) for number, value in pairs]
    return asn1.GeneralNames.load(x509.SubjectAlternativeName(others or [x509.DNSName("a")]).public_bytes())


def test_each_value_has_its_own_identifier():
    """.1 name, .2 its flags, .3 sex, .4 birth date, .5 address, .6 its flags: two public readers have them swapped."""
    found = read_attributes(names(GOOD | {2: "10010", 6: "000000011"}))
    assert found.name == "窓口\u3000花子"
    assert found.name_substitutes == (0, 3)
    assert found.sex == "2"
    assert found.birth_date == date(1985, 4, 12)
    assert found.address == "架空県みなも市１番"
    assert found.address_substitutes == (7, 8)


def test_order_and_further_names_do_not_matter():
    """Furigana is announced: what is not one of the six is passed over."""
    values = [*reversed(GOOD.items()), (7, "マドグチ ハナコ")]
    assert read_attributes(names(values)) == read_attributes(names(GOOD))


def test_reading_twice_gives_the_same():
    """The library's object changes by being looked at; what we say of it does not."""
    read_once = names(GOOD)
    _ = read_once.native
    assert read_attributes(read_once) == read_attributes(read_once) == read_attributes(names(GOOD))


@pytest.mark.parametrize("missing", range(1, 7))
def test_all_six_are_needed(missing):
    """One of the six missing: not a signing certificate of a card."""
    with pytest.raises(MalformedError):
        read_attributes(names({number: value for number, value in GOOD.items() if number != missing}))


@pytest.mark.parametrize("number", range(1, 7))
def test_none_may_stand_twice(number):
    """Two names in one certificate: whose would it be?"""
    with pytest.raises(MalformedError):
        read_attributes(names([*GOOD.items(), (number, GOOD[number])]))


@pytest.mark.parametrize(
    "change", [{1: ""}, {5: ""}, {3: "4"}, {3: ""}, {3: "男"}, {2: "0002"}, {6: "０００"}, {2: "0\n"}], ids=str
)
def test_values_of_another_form_are_refused(change):
    """Empty names, unknown codes and flags that are none."""
    with pytest.raises(MalformedError):
        read_attributes(names(GOOD | change))


def test_only_utf8_strings_count():
    """The profile says UTF8String; anything else is not the profile."""
    with pytest.raises(MalformedError):
        read_attributes(names(dict.fromkeys(range(1, 7), "1"), PrintableString))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("319850412", date(1985, 4, 12)),
        ("118680125", date(1868, 1, 25)),
        ("219260101", date(1926, 1, 1)),
        ("419890108", date(1989, 1, 8)),
        ("520190501", date(2019, 5, 1)),
        ("520240229", date(2024, 2, 29)),
        ("019850412", date(1985, 4, 12)),
        ("319890107", date(1989, 1, 7)),
        ("319890108", None),  # that day was 平成
        ("519850412", None),  # no 令和 in 1985
        ("319850400", None),
        ("319850000", None),
        ("300000000", None),
        ("520230229", None),
        ("619850412", None),
        ("19850412", None),
        ("3198504120", None),
        ("3１９８５０４１２", None),
        ("", None),
        ("不明", None),
    ],
)
def test_birth_dates(written, expected):
    """Era digit and Gregorian date; a partial or contradictory date is no date, and an officer looks."""
    assert birth_date(written) == expected
    assert read_attributes(names(GOOD | {4: written})).birth_date == expected

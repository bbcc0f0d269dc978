"""How values are written on a card."""

from datetime import date

import pytest

from sandbox.jpki.profile import birth, subject, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("窓口\u3000花子", ("窓口\u3000花子", "00000")),
        ("𠮷田", ("〓田", "10")),
        ("髙﨑", ("〓〓", "11")),
        ("葛\U000e0100城", ("葛城", "10")),
        ("森鷗外", ("森鷗外", "000")),
        ("NGUYEN", ("NGUYEN", "000000")),
        ("अनि", ("〓〓〓", "111")),
        ("", ("", "")),
    ],
)
def test_what_a_card_cannot_write_is_replaced_and_flagged(text, expected):
    """JIS X 0208 and X 0212 stay; everything else is a substitute with its flag; one flag for each character."""
    assert written(text) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1912, 7, 29), "119120729"),
        (date(1912, 7, 30), "219120730"),
        (date(1926, 12, 25), "319261225"),
        (date(1989, 1, 7), "319890107"),
        (date(1989, 1, 8), "419890108"),
        (date(2019, 4, 30), "420190430"),
        (date(2019, 5, 1), "520190501"),
        (date(1860, 1, 1), "018600101"),
    ],
)
def test_birth_dates_carry_their_era(day, expected):
    """Era digit, then the Gregorian date."""
    assert birth(day) == expected


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("架空県みなも市水面町一丁目２番３号", ["架空県", "みなも市"]),
        ("東京都千代田区霞が関１－１", ["東京都", "千代田区"]),
        ("どこか", ["不明"]),
    ],
)
def test_the_subject_names_a_place_and_no_person(address, places):
    """C=JP, L=prefecture, L=city, CN=opaque number."""
    values = [each.value for each in subject(address, 255)]
    assert values[0] == "JP"
    assert values[1:-1] == places
    assert len(values[-1]) == 24

"""Tracking numbers against the outside vectors."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.errors import DomainError, ErrorCode
from domain.postal.tracking import parse_tracking_number

_FOLDER = Path(__file__).parents[4] / "shared" / "testdata" / "tracking"


def _cases(name: str) -> list[Any]:
    file = _FOLDER / f"{name}.json"
    if not file.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason="outside test data is not here"))]
    return [pytest.param(each, id=f"{position}") for position, each in enumerate(json.loads(file.read_text()))]


@pytest.mark.parametrize("case", _cases("valid"))
def test_valid_numbers_are_taken(case: dict[str, str]) -> None:
    """A number with the right check digit comes back as it is."""
    assert parse_tracking_number(case["number"]) == case["number"]


@pytest.mark.parametrize("case", _cases("invalid"))
def test_invalid_numbers_are_refused(case: dict[str, str]) -> None:
    """Anything else is refused with its code."""
    with pytest.raises(DomainError) as caught:
        parse_tracking_number(case["number"])
    assert caught.value.code is ErrorCode.TRACKING_NUMBER_INVALID


@pytest.mark.parametrize("written", ["00000000000", "000000000000", "0000-0000-000"])
def test_nothing_but_zeros_is_no_number(written: str) -> None:
    """Its check digit is right, and it is what stands in an empty field."""
    with pytest.raises(DomainError) as caught:
        parse_tracking_number(written)
    assert caught.value.facts == {"why": "zeros"}


@pytest.mark.parametrize("case", _cases("normalise"))
def test_numbers_are_read_as_people_write_them(case: dict[str, str]) -> None:
    """Hyphens, spaces and full-width digits do not count."""
    assert parse_tracking_number(case["written"]) == case["number"]


@pytest.mark.parametrize("case", _cases("blind_spots"))
def test_what_the_check_cannot_see(case: dict[str, str]) -> None:
    """Both readings pass: the check digit alone is no proof, which is why a letter is known by number and date."""
    assert parse_tracking_number(case["number"]) != parse_tracking_number(case["misread_as"])


@pytest.mark.parametrize("written", ["①③①①②③⑧③⑧⑤②", "¹³¹¹²³⁸³⁸⁵²", "𝟏𝟑𝟏𝟏𝟐𝟑𝟖𝟑𝟖𝟓𝟐", "१३११२३८३८५२"])
def test_other_digits_are_not_guessed(written: str) -> None:
    """Only ASCII and full-width digits are digits here."""
    with pytest.raises(DomainError):
        parse_tracking_number(written)

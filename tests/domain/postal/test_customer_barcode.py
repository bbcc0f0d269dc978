"""The customer barcode against Japan Post's own cases and a second implementation's bars."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.postal.customer_barcode import BARS, customer_barcode, encoded, house_number

_FOLDER = Path(__file__).parents[4] / "shared" / "testdata" / "barcode"


def _cases(name: str) -> list[Any]:
    file = _FOLDER / f"{name}.json"
    if not file.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason="outside test data is not here"))]
    return [pytest.param(each, id=f"{position}") for position, each in enumerate(json.loads(file.read_text()))]


@pytest.mark.parametrize("case", _cases("official_cases"))
def test_official_addresses_have_their_official_symbols(case: dict[str, Any]) -> None:
    """The address is read and written as the manual does."""
    assert house_number(case["address"]) == case["extracted"]
    barcode = customer_barcode(case["postcode"], case["address"])
    assert ["STC", *barcode.symbols, "SPC"] == case["symbols"]
    assert len(barcode.bars) == BARS


@pytest.mark.parametrize("case", _cases("bar_patterns"))
def test_symbols_have_the_bars_of_a_second_implementation(case: dict[str, str]) -> None:
    """Seven digits, then the house number."""
    assert encoded(case["data"][:7], case["data"][7:]).bars == case["bars"]


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("青葉市青葉一丁目2番3号", "1-2-3"),
        ("青葉市青葉１ー２ー３", "1-2-3"),
        ("千代田区三番町5", "5"),
        ("中央区八丁堀二丁目1番1号", "2-1-1"),
        ("台東区三ノ輪2-1", "2-1"),
        ("四日市市諏訪町1の五", "1-5"),
        ("青葉市大字青葉", ""),
    ],
)
def test_numerals_of_names_are_no_numbers(address: str, number: str) -> None:
    """三番町 is a name, 三番 a number."""
    assert house_number(address) == number

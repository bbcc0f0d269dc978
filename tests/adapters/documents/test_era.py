"""Dates of the Japanese era."""

from datetime import date

import pytest

from adapters.documents.era import in_japanese_era


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), "令和8年11月24日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1850, 1, 1), "西暦1850年1月1日"),
    ],
)
def test_eras_begin_on_their_day(day: date, expected: str):
    """The first day of an era is of its first year, the day before of the era before."""
    assert in_japanese_era(day) == expected

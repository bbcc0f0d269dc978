"""Holidays and business days against outside data."""

import json
from datetime import date
from pathlib import Path

import pytest

from adapters.policy.files import PolicyFiles
from adapters.policy.holiday_list import national_holidays
from domain.municipality.calendar import add_business_days

TESTDATA = Path(__file__).parents[4] / "shared" / "testdata" / "holidays"
pytestmark = pytest.mark.skipif(not TESTDATA.is_dir(), reason="shared test data is absent")


def test_holidays_are_those_of_the_published_list():
    """Every date of 2019 to 2030 agrees with holiday-jp; names are not compared."""
    published = json.loads((TESTDATA / "japan_2019_2030.json").read_text(encoding="utf-8"))
    ours = {day.isoformat() for year in range(2019, 2031) for day in national_holidays(year)}
    assert ours == set(published)


def test_business_days_agree_with_the_computed_cases(folder: Path):
    """The first day is not counted; Saturdays, Sundays, holidays and 12-29 to 01-03 are closed."""
    cases = json.loads((TESTDATA / "business_days.json").read_text(encoding="utf-8"))
    closed = PolicyFiles(folder.parent).closed_days("999001", 2019, 2032)
    wrong = [
        case
        for case in cases
        if add_business_days(date.fromisoformat(case["start"]), case["business_days"], closed)
        != date.fromisoformat(case["expected"])
    ]
    assert len(cases) == 20
    assert wrong == []

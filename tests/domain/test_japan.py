"""Years of the office begin on 1 April, by the clock of Japan."""

from datetime import UTC, datetime

import pytest

from domain.japan import fiscal_year


@pytest.mark.parametrize(
    ("instant", "year"),
    [
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), 2025),  # 31 March, 23:59:59 in Japan
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), 2026),  # 1 April, midnight
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), 2026),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), 2025),
    ],
)
def test_the_fiscal_year_turns_in_april_at_midnight_of_japan(instant: datetime, year: int) -> None:
    assert fiscal_year(instant) == year

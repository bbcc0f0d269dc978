"""Days and instants as mails, papers and pages say them."""

from datetime import UTC, datetime

import pytest

from domain.municipality.days_in_words import day_in_words, minute_in_words
from domain.municipality.texts import Language

LATE = datetime(2026, 12, 9, 14, 59, 59, tzinfo=UTC)  # the last second of the day in Japan
NEXT = datetime(2026, 12, 9, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "minute"),
    [
        (Language.JA, "2026年12月9日(水)", "2026年12月10日(木) 0時05分"),
        (
            Language.JA_SIMPLE,
            "2026年(ねん)12月(がつ)9日(か) 水曜日(すいようび)",
            "2026年(ねん)12月(がつ)10日(か) 木曜日(もくようび) 0時(じ)05分(ふん)",
        ),
        (Language.EN, "Wednesday, 9 December 2026", "Thursday, 10 December 2026, 00:05 (Japan time)"),
    ],
)
def test_a_day_is_said_in_japans_time(language: Language, day: str, minute: str):
    """The last second of a day is still that day, the next one another."""
    assert day_in_words(LATE, language) == day
    assert minute_in_words(NEXT, language) == minute


@pytest.mark.parametrize(("day", "reading"), [(1, "にち"), (2, "か"), (10, "か"), (11, "にち"), (20, "か"), (24, "か")])
def test_each_day_of_the_month_has_its_reading(day: int, reading: str):
    """二日 and 二十日 end in か, 十一日 in にち."""
    said = day_in_words(datetime(2026, 12, day, 3, tzinfo=UTC), Language.JA_SIMPLE)
    assert f"{day}日({reading})" in said

"""Deadlines as the pages say them: the day in words, and the business days of the municipality's own calendar."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from domain.municipality.texts import Language
from web.certificates.front.pages import PAGES
from web.front.days import Days
from web.front.page import Page
from web.front.pages import set_up
from web.front.visits import Visit

FRIDAY = datetime(2026, 12, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
def days(book):
    """Days as they are said in a language on 25 December 2026."""

    def said(language: Language) -> Days:
        asked = Request(
            {"type": "http", "headers": [], "path": "/", "query_string": b"", "server": ("city.example", 443)}
        )
        page = Page(
            asked, language, SimpleNamespace(secure=True), Visit("a" * 43), set_up([PAGES]), book.policy("999001")
        )
        return Days(page, book, FRIDAY)

    return said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 12, 24, 14, 59, tzinfo=UTC), "期限は2026年12月24日(木)まででした。"),
        (datetime(2026, 12, 25, 14, 59, tzinfo=UTC), "今日、2026年12月25日(金)の23時59分まで(日本時間)。"),
        (
            datetime(2026, 12, 28, 14, 59, tzinfo=UTC),
            "2026年12月28日(月)まで(日本時間)。今日を入れずに、あと1開庁日です。",
        ),
        # closed from 29 December to 3 January
        (
            datetime(2027, 1, 5, 14, 59, tzinfo=UTC),
            "2027年1月5日(火)まで(日本時間)。今日を入れずに、あと3開庁日です。",
        ),
    ],
)
def test_says_the_day_and_the_business_days_left(days, at, said):
    assert days(Language.JA).until(at) == said


def test_says_it_in_each_language(days):
    at = datetime(2027, 1, 5, 14, 59, tzinfo=UTC)

    assert days(Language.EN).until(at) == (
        "the end of Tuesday, 5 January 2027 (Japan time). Business days left after today: 3."
    )
    assert "<ruby>今日<rp>(</rp><rt>きょう</rt><rp>)</rp></ruby>" in days(Language.JA_SIMPLE).until(at)

"""Deadlines as the pages say them: the day, and how many business days (開庁日) are left until it; in Japan's time."""

from datetime import datetime

from markupsafe import Markup

from domain.municipality.book import PolicyBook
from domain.municipality.calendar import business_days_left, local_date
from domain.municipality.days_in_words import day_in_words, minute_in_words
from web.front.page import Page


class Days:
    """Says days on one page; `now` is when it is shown."""

    def __init__(self, page: Page, book: PolicyBook, now: datetime) -> None:
        self._page = page
        self._book = book
        self._today = local_date(now)

    def day(self, at: datetime) -> Markup:
        """Return a day with its weekday."""
        return self._page.read(day_in_words(at, self._page.language))

    def moment(self, at: datetime) -> Markup:
        """Return a day with the time of day."""
        return self._page.read(minute_in_words(at, self._page.language))

    def until(self, at: datetime) -> Markup:
        """Return a deadline: its day, and the business days left, today not counted. Raises DomainError(POLICY_INVALID)."""
        last, day = local_date(at), day_in_words(at, self._page.language)
        if last < self._today:
            return self._page.say("days.over", day=day)
        if last == self._today:
            return self._page.say("days.today", day=day)
        code = self._page.policy.municipality.code
        closed = self._book.closed_days(code, self._today.year, last.year)
        return self._page.say("days.until", day=day, left=business_days_left(self._today, last, closed))

    def is_over(self, at: datetime) -> bool:
        """Say whether a deadline's day has passed."""
        return local_date(at) < self._today

"""Unsigned notifications cannot fill a payment's history."""

from datetime import UTC, datetime, timedelta

from web.hint_budget import HintBudget

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_few_notifications_pass_and_a_flood_does_not():
    """Six of a payment pass within an hour; another payment is not touched."""
    budget = HintBudget()

    assert [budget.spend("pay-1", NOW) for _ in range(300)].count(True) == 6
    assert budget.spend("pay-2", NOW)


def test_the_budget_comes_back():
    """An hour after the first, notifications pass again."""
    budget = HintBudget(most=2)
    spent = [budget.spend("pay-1", NOW + timedelta(minutes=minute)) for minute in (0, 10, 59, 60, 61, 62)]

    assert spent == [True, True, False, True, True, False]

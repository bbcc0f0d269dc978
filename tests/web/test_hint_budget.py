"""Unsigned notifications cannot fill a payment's history."""

from datetime import UTC, datetime, timedelta

from web.hint_budget import HintBudget

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_few_notifications_pass_and_a_flood_does_not():
    """Six of a payment pass within an hour; another payment is not touched."""
    budget = HintBudget()

    assert [budget.spend("pay-1", NOW) for _ in range(300)].count(True) == 6
    assert budget.spend("pay-2", NOW)


def test_what_could_not_be_passed_on_is_not_spent():
    """While the engine is down the sender repeats: that costs nothing."""
    budget = HintBudget(most=1)
    for _ in range(3):
        assert budget.spend("pay-1", NOW)
        budget.give_back("pay-1")

    assert budget.spend("pay-1", NOW)
    assert not budget.spend("pay-1", NOW)


def test_the_budget_comes_back():
    """An hour after the first, notifications pass again."""
    budget = HintBudget(most=2)
    spent = [budget.spend("pay-1", NOW + timedelta(minutes=minute)) for minute in (0, 10, 59, 60, 61, 62)]

    assert spent == [True, True, False, True, True, False]

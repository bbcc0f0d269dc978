"""How many notifications of one payment are passed on.

The provider's notifications are not signed, and each one passed on is an event in the payment's history. A few an hour are
plenty: the payment asks its provider by its own timers too.
"""

from datetime import datetime, timedelta

_SPAN = timedelta(hours=1)
_MOST_IN_A_SPAN = 6
_MOST_PAYMENTS = 10_000


class HintBudget:
    """Counts, in this process, what each payment was told within the last hour."""

    def __init__(self, most: int = _MOST_IN_A_SPAN, span: timedelta = _SPAN) -> None:
        self._most = most
        self._span = span
        self._told: dict[str, tuple[datetime, int]] = {}

    def spend(self, payment_id: str, now: datetime) -> bool:
        """Say whether one more may be passed on, and note that it is."""
        since, told = self._told.pop(payment_id, (now, 0))
        if now - since >= self._span:
            since, told = now, 0
        self._told[payment_id] = (since, min(told + 1, self._most))
        if len(self._told) > _MOST_PAYMENTS:
            del self._told[next(iter(self._told))]
        return told < self._most

    def give_back(self, payment_id: str) -> None:
        """Take back what was spent on a notification that could not be passed on: its sender repeats it."""
        if payment_id in self._told:
            since, told = self._told[payment_id]
            self._told[payment_id] = (since, max(told - 1, 0))

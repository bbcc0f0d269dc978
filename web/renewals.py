"""How often one payment may be asked for a new code.

Each request for one is an event in the payment's history, and anybody may reload a status page as often as they like.
"""

from datetime import datetime, timedelta

_PAUSE = timedelta(minutes=1)
_MOST = 10_000


class Renewals:
    """Remembers, in this process, when each payment was last asked."""

    def __init__(self, pause: timedelta = _PAUSE) -> None:
        self._pause = pause
        self._asked: dict[str, datetime] = {}

    def due(self, payment_id: str, now: datetime) -> bool:
        """Say whether a payment may be asked again, and note that it is."""
        last = self._asked.pop(payment_id, None)
        fresh = last is None or now - last >= self._pause
        self._asked[payment_id] = now if fresh or last is None else last
        if len(self._asked) > _MOST:
            del self._asked[next(iter(self._asked))]
        return fresh

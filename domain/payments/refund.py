"""還付の方法: how a captured charge goes back, by the clock.

PayPay undoes a capture (取消) only until 00:14:59 Japan time of the day after it; from then on the money goes back as a
refund (返金), and an order has only one (domain.md §4.1). Near the limit the rule errs towards the refund, which always
works: a cancellation sent in the last second may arrive too late.
"""

from datetime import datetime, time, timedelta
from typing import Final, Literal

from domain.japan import JAPAN

_LAST_CANCELLATION: Final = time(0, 14, 59)


def way_back(captured_at: datetime, now: datetime) -> Literal["cancellation", "refund"]:
    """Say how money captured at `captured_at` goes back at `now`; both are timezone-aware, else ValueError."""
    if captured_at.tzinfo is None or now.tzinfo is None:
        raise ValueError("instants must be timezone-aware")
    day_after = captured_at.astimezone(JAPAN).date() + timedelta(days=1)
    last = datetime.combine(day_after, _LAST_CANCELLATION, JAPAN)
    return "cancellation" if now <= last else "refund"

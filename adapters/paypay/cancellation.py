"""Until when PayPay undoes a capture (取消): 00:14:59 Japan time of the day after it.

From then on the money goes back as a refund (返金), of which an order has only one (the provider's FAQ, article
4414069180943). Near the limit the rule errs towards the refund, which always works: a cancellation sent in the last
second may arrive too late.
"""

from datetime import datetime, time, timedelta
from typing import Final

from domain.japan import JAPAN

_LAST: Final = time(0, 14, 59)


def is_cancellable(captured_at: datetime, now: datetime) -> bool:
    """Say whether money captured at `captured_at` is cancelled at `now`; both are timezone-aware, else ValueError."""
    if captured_at.tzinfo is None or now.tzinfo is None:
        raise ValueError("instants must be timezone-aware")
    day_after = captured_at.astimezone(JAPAN).date() + timedelta(days=1)
    return now <= datetime.combine(day_after, _LAST, JAPAN)

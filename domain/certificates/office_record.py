"""How the office has done with requests (業務の実績): figures that it publishes, and the forecast of days made of them.

All of it is folded from what the ledger's read tables have. What waits for the citizen is not counted as the office's: days begin
when the fee is paid where it is paid first, and days of a correction are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.certificates.kinds import CertificateKind
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.terms import PaymentOrder
from domain.certificates.transitions import must_pay
from domain.municipality.calendar import ClosedDays, business_days_left, local_date

SENT = frozenset({Status.DISPATCHED, Status.MAIL_RETURNED, Status.COMPLETED})
"""Statuses of requests whose certificate went to the post."""
REFUSED = frozenset({Status.REJECTED})
GIVEN_UP = frozenset({Status.WITHDRAWN, Status.LAPSED})
LEAST = 10
"""Requests that a forecast needs: fewer tell of themselves."""
MOST = 200
"""The newest of a kind, of which a forecast is made: how the office works now."""


class SentRequest(NamedTuple):
    """One request whose certificate was handed to the post. `began_at` as `days_begin`."""

    kind: CertificateKind
    began_at: datetime
    sent_at: datetime
    due_at: datetime
    paused_seconds: float = 0.0

    @property
    def in_time(self) -> bool:
        """Whether it was sent within the 標準処理期間, corrections left out."""
        return self.sent_at <= self.due_at + timedelta(seconds=self.paused_seconds)


class OfficeRecord(NamedTuple):
    """What the read tables have since a day: how many requests stand in each status, and those that were sent, newest first."""

    since: datetime
    counts: Mapping[tuple[CertificateKind, Status], int]
    sent: Sequence[SentRequest]


class Figures(NamedTuple):
    """The four published figures of one kind. None: nothing to tell it by.

    `typical` and `longest` are business days: half of the requests, and nine of ten, took no more. Shares are whole
    percents.
    """

    received: int
    typical: int | None
    longest: int | None
    in_time: int | None
    issued: int | None


class Forecast(NamedTuple):
    """Business days from the beginning to the post: half took no more than `typical`; eight of ten lay between `low` and `high`."""

    low: int
    typical: int
    high: int
    of: int

    def after(self, gone: int) -> "Forecast | None":
        """Return what is left of it for a request that has taken so many days, a day at least; None: longer than the record knows."""
        if gone >= self.high:
            return None
        low, high = max(self.low - gone, 1), max(self.high - gone, 1)
        return self._replace(low=low, typical=max(self.typical - gone, low), high=high)


class Published(NamedTuple):
    """What the office publishes of the time since a day, by kind; a kind without enough of a record has no forecast."""

    since: datetime
    figures: Mapping[CertificateKind, Figures]
    forecasts: Mapping[CertificateKind, Forecast]


def published(record: OfficeRecord, closed: ClosedDays) -> Published:
    """Return all of it. Raises DomainError(POLICY_INVALID) for a day outside the calendar."""
    forecasts = {kind: told for kind in CertificateKind if (told := forecast(record, kind, closed)) is not None}
    return Published(record.since, {kind: figures(record, kind, closed) for kind in CertificateKind}, forecasts)


def figures(record: OfficeRecord, kind: CertificateKind, closed: ClosedDays) -> Figures:
    """Return the figures of a kind. Raises DomainError(POLICY_INVALID) for a day outside the calendar."""
    counts = {status: number for (of, status), number in record.counts.items() if of is kind}
    sent = [each for each in record.sent if each.kind is kind]
    days = sorted(_days(sent, closed))
    ended = {status: number for status, number in counts.items() if status in SENT | REFUSED | GIVEN_UP}
    return Figures(
        received=sum(counts.values()),
        typical=_quantile(days, 0.5),
        longest=_quantile(days, 0.9),
        in_time=_percent(sum(each.in_time for each in sent), len(sent)),
        issued=_percent(sum(number for status, number in ended.items() if status in SENT), sum(ended.values())),
    )


def forecast(record: OfficeRecord, kind: CertificateKind, closed: ClosedDays) -> Forecast | None:
    """Return how long a request of a kind takes, by the newest that were sent; None: too few. Raises as `figures`."""
    days = sorted(_days([each for each in record.sent if each.kind is kind][:MOST], closed))
    low, typical, high = (_quantile(days, share) for share in (0.1, 0.5, 0.9))
    if len(days) < LEAST or low is None or typical is None or high is None:
        return None
    return Forecast(low, typical, high, len(days))


def days_begin(payment_order: str, received_at: datetime, paid_at: datetime | None) -> datetime:
    """Return from when the office's days are counted: from the payment where a fee comes first, else from the arrival."""
    return paid_at if payment_order == PaymentOrder.FIRST and paid_at else received_at


def days_begun(state: RequestState) -> datetime | None:
    """Return from when the days of a request under way are counted; None: it waits for its fee first."""
    order = state.terms.payment_order
    if order is PaymentOrder.FIRST and must_pay(state):
        return None
    return days_begin(order, state.received_at, state.paid_at)


def days_taken(began_at: datetime, until: datetime, paused_seconds: float, closed: ClosedDays) -> int:
    """Return the business days from one instant to another, whole days of corrections left out. Raises as `figures`."""
    return business_days_left(local_date(began_at), local_date(until - timedelta(seconds=paused_seconds)), closed)


def _days(sent: Iterable[SentRequest], closed: ClosedDays) -> list[int]:
    return [days_taken(each.began_at, each.sent_at, each.paused_seconds, closed) for each in sent]


def _quantile(values: Sequence[int], share: float) -> int | None:
    """Return the smallest value that this share of the sorted values does not exceed."""
    if not values:
        return None
    return values[max(-(-int(len(values) * share * 1000) // 1000), 1) - 1]


def _percent(part: int, whole: int) -> int | None:
    """Return a share in whole percents, rounded down: never better than it was."""
    return part * 100 // whole if whole else None

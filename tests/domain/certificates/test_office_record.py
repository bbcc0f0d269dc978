"""Figures that the office publishes, and the forecast made of them, by hand-counted records."""

from datetime import UTC, date, datetime, timedelta

import pytest
from fixtures.desk import desk_at, terms_of

from domain.certificates.kinds import CertificateKind
from domain.certificates.office_record import (
    Forecast,
    OfficeRecord,
    SentRequest,
    days_begin,
    days_begun,
    days_taken,
    figures,
    forecast,
    published,
)
from domain.certificates.status import Status
from domain.certificates.terms import PaymentOrder
from domain.municipality.calendar import ClosedDays

KIND, OTHER = CertificateKind.RESIDENT_RECORD_COPY, CertificateKind.SEAL_REGISTRATION_CERTIFICATE
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
CLOSED = ClosedDays(first=FIRST, last=LAST, days=frozenset(day for day in DAYS if day.weekday() >= 5))
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def sent(days: int, kind: CertificateKind = KIND, **changes: object) -> SentRequest:
    """Return a request of a Monday that was sent this many calendar days later, due after nine."""
    made = SentRequest(kind, MONDAY, MONDAY + timedelta(days=days), MONDAY + timedelta(days=9))
    return made._replace(**changes)  # type: ignore[arg-type]


def record(*requests: SentRequest, **counts: int) -> OfficeRecord:
    """Return a record of these, with counts by status of the first kind."""
    return OfficeRecord(MONDAY, {(KIND, Status(status)): number for status, number in counts.items()}, requests)


@pytest.mark.parametrize(
    ("order", "status", "begins"),
    [
        (PaymentOrder.FIRST, Status.AWAITING_PAYMENT, None),
        (PaymentOrder.FIRST, Status.UNDER_EXAMINATION, "paid"),
        (PaymentOrder.AFTER_APPROVAL, Status.UNDER_EXAMINATION, "received"),
        (PaymentOrder.AFTER_APPROVAL, Status.DISPATCHED, "received"),
        (PaymentOrder.FIRST, Status.DISPATCHED, "paid"),
    ],
)
def test_days_begin_when_the_fee_is_paid_where_it_comes_first_and_the_record_counts_alike(order, status, begins):
    state = desk_at(status, terms=terms_of(order=order)).state
    instants = {None: None, "paid": state.paid_at, "received": state.received_at}

    assert days_begun(state) == instants[begins]
    if begins is not None:
        assert days_begin(order.value, state.received_at, state.paid_at) == instants[begins]


def test_days_are_business_days_behind_the_first():
    """Friday is the fourth, the Monday after it the fifth."""
    for calendar, business in ((0, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5)):
        assert figures(record(sent(calendar)), KIND, CLOSED).typical == business


def test_half_and_nine_of_ten_took_no_more():
    """Of ten requests of one to ten days (weeks of five)."""
    told = figures(record(*(sent(days) for days in (1, 2, 3, 4, 7, 8, 9, 10, 11, 14))), KIND, CLOSED)
    assert (told.typical, told.longest) == (5, 9)


def test_shares_are_rounded_down_and_of_what_has_ended():
    """Two of three in time is 66 %; what still runs counts as received alone."""
    told = figures(record(sent(1), sent(2), sent(10), completed=2, rejected=1, under_examination=4), KIND, CLOSED)
    assert (told.received, told.in_time, told.issued) == (7, 66, 66)


def test_a_correction_is_not_the_offices_time():
    """Two days of it are left out of the days and put off the end of the period."""
    paused = timedelta(days=2).total_seconds()
    told = figures(record(sent(11, paused_seconds=paused)), KIND, CLOSED)
    assert (told.typical, told.in_time) == (7, 100)


def test_where_nothing_was_sent_nothing_is_told():
    """Nor of another kind."""
    told = figures(record(sent(1, OTHER)), KIND, CLOSED)
    assert told == (0, None, None, None, None)


def test_a_forecast_needs_ten_and_shows_its_spread():
    """Eight of ten lay between the two ends."""
    days = (1, 2, 3, 4, 7, 8, 9, 10, 11)
    assert forecast(record(*(sent(each) for each in days)), KIND, CLOSED) is None
    assert forecast(record(*(sent(each) for each in (*days, 14))), KIND, CLOSED) == Forecast(1, 5, 9, 10)


def test_a_forecast_shrinks_with_the_days_that_are_gone_and_never_promises_today():
    told = Forecast(2, 4, 6, 10)

    assert [told.after(gone) for gone in (0, 3, 5)] == [told, Forecast(1, 1, 3, 10), Forecast(1, 1, 1, 10)]
    assert told.after(6) is None


def test_days_that_a_correction_took_do_not_count_of_a_request_under_way_either():
    friday = MONDAY + timedelta(days=4)

    assert days_taken(MONDAY, friday, 0, CLOSED) == 4
    assert days_taken(MONDAY, friday, timedelta(days=2).total_seconds(), CLOSED) == 2


def test_only_the_newest_two_hundred_tell():
    """How the office works now, not a year ago."""
    told = forecast(record(*[sent(1)] * 200, *[sent(14)] * 500), KIND, CLOSED)
    assert told == Forecast(1, 1, 1, 200)


@pytest.mark.parametrize("kind", CertificateKind)
def test_each_kind_is_published(kind: CertificateKind):
    """With its figures, and a forecast only where there is one."""
    told = published(record(*[sent(2)] * 10), CLOSED)
    assert kind in told.figures
    assert (kind in told.forecasts) is (kind is KIND)

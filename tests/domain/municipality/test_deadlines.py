"""Deadlines as instants."""

from datetime import UTC, datetime

import pytest

from domain.certificates.rules import rules_of
from domain.certificates.terms import DeadlineKind
from domain.errors import DomainError
from domain.municipality.calendar import ClosedDays
from domain.municipality.deadlines import deadline
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.spans import PROCESSING, Span, Spans, span_faults

FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # noon in the city, before a weekend and a holiday


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DeadlineKind.PAYMENT, "2026-12-02T14:59:59+00:00"),  # 7 business days
        (DeadlineKind.CORRECTION, "2026-12-11T14:59:59+00:00"),  # 14 business days
        (DeadlineKind.DELIVERY, "2026-12-04T14:59:59+00:00"),  # 14 days, a Friday
        (DeadlineKind.RETURNED_MAIL, "2027-02-18T14:59:59+00:00"),  # 90 days, a Thursday
        (DeadlineKind.LATE_RETURN, "2027-01-19T14:59:59+00:00"),  # 60 days, a Tuesday
    ],
)
def test_each_kind_ends_with_its_last_day_in_the_city(
    policy: MunicipalityPolicy, closed: ClosedDays, kind: DeadlineKind, expected: str
):
    """A deadline is the last second of its day, city time, told in UTC."""
    assert deadline(rules_of(policy).deadlines.of(kind), FRIDAY, closed) == datetime.fromisoformat(expected)


def test_a_calendar_period_that_ends_on_a_closed_day_moves(closed: ClosedDays):
    """Fourteen days from 18 December end on 1 January, which moves to 4 January (民法142条)."""
    received = datetime(2026, 12, 18, 3, 0, tzinfo=UTC)
    assert deadline(Span(calendar_days=14), received, closed) == datetime(2027, 1, 4, 14, 59, 59, tzinfo=UTC)


def test_the_day_of_arrival_is_that_of_the_city(closed: ClosedDays):
    """A request of Monday 00:30 city time counts from Monday though it is Sunday in UTC."""
    just_after = datetime(2026, 11, 29, 15, 30, tzinfo=UTC)
    just_before = datetime(2026, 11, 29, 14, 30, tzinfo=UTC)
    assert deadline(Span(business_days=5), just_after, closed) == datetime(2026, 12, 7, 14, 59, 59, tzinfo=UTC)
    assert deadline(Span(business_days=5), just_before, closed) == datetime(2026, 12, 4, 14, 59, 59, tzinfo=UTC)


def test_an_end_beyond_the_known_calendar_is_refused(closed: ClosedDays):
    """A deadline that would need an unknown year is an error, not a guess."""
    with pytest.raises(DomainError):
        deadline(Span(calendar_days=90), datetime(2027, 12, 1, tzinfo=UTC), closed)


@pytest.mark.parametrize("spans", [{}, {"business_days": 1, "calendar_days": 1}])
def test_a_span_is_counted_in_one_way(spans: dict[str, int]):
    """Business days and calendar days exclude each other, and one of them is needed."""
    with pytest.raises(ValueError, match="either business_days or calendar_days"):
        Span(**spans)


def test_a_procedure_has_a_span_for_each_of_its_deadlines_and_for_no_other():
    """A kind without a span, the 標準処理期間 among them, and a span of no kind are each named by key."""
    day = Span(business_days=1)
    spans = Spans({kind: day for kind in DeadlineKind if kind is not DeadlineKind.PAYMENT} | {"paiment": day})
    assert [fault.key for fault in span_faults(spans, DeadlineKind)] == ["paiment", "payment", PROCESSING]

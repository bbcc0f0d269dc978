"""Until when the provider undoes a capture."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.paypay.cancellation import is_cancellable

JST = timezone(timedelta(hours=9))
INSTANTS = st.integers(1_600_000_000, 2_200_000_000).map(lambda epoch: datetime.fromtimestamp(epoch, UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


@pytest.mark.parametrize(
    ("captured", "now", "expected"),
    [
        ("2026-10-01T09:00:00", "2026-10-01T09:00:00", True),
        ("2026-10-01T09:00:00", "2026-10-01T23:59:59", True),
        ("2026-10-01T09:00:00", "2026-10-02T00:00:00", True),
        ("2026-10-01T09:00:00", "2026-10-02T00:14:58", True),
        ("2026-10-01T09:00:00", "2026-10-02T00:14:59", True),
        ("2026-10-01T09:00:00", "2026-10-02T00:14:59.000001", False),
        ("2026-10-01T09:00:00", "2026-10-02T00:15:00", False),
        ("2026-10-01T09:00:00", "2026-10-03T00:10:00", False),
        # captured just around midnight: the day is the Japanese one
        ("2026-10-01T23:59:59", "2026-10-02T00:14:59", True),
        ("2026-10-01T23:59:59", "2026-10-02T00:15:00", False),
        ("2026-10-02T00:00:00", "2026-10-02T00:15:00", True),
        ("2026-10-02T00:00:00", "2026-10-03T00:14:59", True),
        ("2026-10-02T00:00:00", "2026-10-03T00:15:00", False),
        # ends of month, year and a leap day
        ("2026-12-31T12:00:00", "2027-01-01T00:14:59", True),
        ("2026-12-31T12:00:00", "2027-01-01T00:15:00", False),
        ("2028-02-28T12:00:00", "2028-02-29T00:14:59", True),
        ("2028-02-28T12:00:00", "2028-02-29T00:15:00", False),
    ],
)
def test_boundaries(captured: str, now: str, expected: bool) -> None:
    """A cancellation is possible until 00:14:59 of the Japanese day after the capture, then only a refund."""
    assert is_cancellable(at(captured), at(now)) is expected
    assert is_cancellable(at(captured).astimezone(UTC), at(now).astimezone(UTC)) is expected


@given(INSTANTS, st.timedeltas(min_value=timedelta(), max_value=timedelta(days=3)))
def test_never_returns_to_cancellation(captured: datetime, later: timedelta) -> None:
    """At once it is a cancellation, after 24 h 15 min a refund, and never a cancellation again after a refund."""
    assert is_cancellable(captured, captured)
    assert not is_cancellable(captured, captured + timedelta(hours=24, minutes=15))
    if not is_cancellable(captured, captured + later):
        assert not is_cancellable(captured, captured + later + timedelta(hours=1))


@pytest.mark.parametrize("naive", [0, 1])
def test_naive_instants_are_refused(naive: int) -> None:
    """An instant without a zone has no Japanese day."""
    instants = [at("2026-10-01T09:00:00"), at("2026-10-01T10:00:00")]
    instants[naive] = instants[naive].replace(tzinfo=None)
    with pytest.raises(ValueError, match="timezone-aware"):
        is_cancellable(*instants)

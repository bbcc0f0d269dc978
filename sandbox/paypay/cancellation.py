"""The provider's own clock: until when a capture may be cancelled. Not the domain's rule, on purpose."""

from datetime import UTC, datetime, timedelta

_JAPAN = timedelta(hours=9)
_GRACE = timedelta(minutes=15)


def cancellable_before(captured_at: datetime) -> datetime:
    """Return the first instant at which it is too late: 00:15:00 Japan time of the day after the capture."""
    clock_face = captured_at.astimezone(UTC) + _JAPAN
    midnight = clock_face.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight + _GRACE - _JAPAN

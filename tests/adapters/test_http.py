"""One call to an outside system: what it asks for before the next."""

from datetime import UTC, datetime

import pytest

from adapters.http import retry_after

NOW = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Thu, 01 Oct 2026 01:00:30 GMT", 30.0),
        ("Thu, 01 Oct 2026 00:00:00 GMT", 0.0),
        ("soon", None),
        ("Fri, 02 Oct 2026 00:00:00 GMT", 3600.0),
        ("9" * 12, 3600.0),
        ("-5", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    """Seconds or a date, as RFC 9110 allows; anything else is as if it were not there."""
    assert retry_after(header, NOW) == seconds

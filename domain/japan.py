"""The time people in Japan live by."""

from datetime import timedelta, timezone
from typing import Final

JAPAN: Final = timezone(timedelta(hours=9), "JST")  # no summer time since 1951

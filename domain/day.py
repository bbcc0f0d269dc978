"""A day as forms and queries write it."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> date:
    """Take a day as a form writes it (ISO 8601, 1990-01-31) and nothing that merely could be one, such as a number."""
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("malformed_date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("malformed_date") from None


Day = Annotated[date, BeforeValidator(_day)]
"""A day, written `1990-01-31`."""

"""Tracking numbers (引受番号) of Japan Post: 11 or 12 digits, the last = the others mod 7.

The check finds six of seven misreadings; a digit wrong by 7 (0/7, 1/8, 2/9) passes. Numbers are reused over the
years, so a letter is known by number and date (`domain.ports.TrackingNumbers`).
"""

import re

from pydantic import JsonValue

from domain.errors import DomainError, ErrorCode
from domain.written import folded

DESCRIBED: dict[str, JsonValue] = {"pattern": "^[0-9]{11,12}$", "format": "tracking-number"}
"""For descriptions: digits, the last of which is that of the others modulo 7. People's blanks and hyphens are taken too."""
_NUMBER = re.compile(r"[0-9]{11,12}")


def parse_tracking_number(written: str) -> str:
    """Return the digits of a number as people write it (any blanks, hyphens and full-width digits; no O for 0).

    Raises DomainError(TRACKING_NUMBER_INVALID) when it is not 11 or 12 digits, nothing but zeros, or the check digit is
    wrong.
    """
    digits = folded(written)
    if not _NUMBER.fullmatch(digits):
        raise DomainError(ErrorCode.TRACKING_NUMBER_INVALID, why="length")
    if not digits.strip("0"):  # the check digit is right, but no label bears it
        raise DomainError(ErrorCode.TRACKING_NUMBER_INVALID, why="zeros")
    if int(digits[:-1]) % 7 != int(digits[-1]):
        raise DomainError(ErrorCode.TRACKING_NUMBER_INVALID, why="check_digit")
    return digits

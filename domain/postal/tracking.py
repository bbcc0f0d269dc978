"""How carriers number letters: a pure rule, so that a number is judged at the desk, and again at replay, with nobody asked.

Numbers are reused over the years, so a letter is known by number and date (`domain.ports.TrackingNumbers`).
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from pydantic import JsonValue

from domain.errors import DomainError, ErrorCode
from domain.postal.japan_post import JAPAN_POST_PATTERN, has_right_check_digit
from domain.written import folded


class TrackingRule(NamedTuple):
    """One carrier's rule: what a number looks like once blanks and hyphens are gone, and whether it was copied rightly."""

    pattern: str
    is_right: Callable[[str], bool]


RULE = TrackingRule(JAPAN_POST_PATTERN, has_right_check_digit)
"""The rule of the carrier that letters go by. A second carrier is a second rule, and a choice by the letter's terms."""
JAPAN_POST_PAGE = "https://trackings.post.japanpost.jp/services/srv/search/direct?searchKind=S004&locale={language}&reqCodeNo1={number}"
"""The carrier's page of one letter, for people."""
DESCRIBED: dict[str, JsonValue] = {"pattern": RULE.pattern, "format": "tracking-number"}
"""For descriptions; people's blanks and hyphens are taken too."""


def parse_tracking_number(written: str, rule: TrackingRule = RULE) -> str:
    """Return the digits of a number as people write it (any blanks, hyphens and full-width digits; no O for 0).

    Raises DomainError(TRACKING_NUMBER_INVALID) when it does not look like one, is nothing but zeros, or was miscopied.
    """
    number = folded(written)
    if not re.fullmatch(rule.pattern, number):
        raise DomainError(ErrorCode.TRACKING_NUMBER_INVALID, why="length")
    if not number.strip("0"):  # the check digit is right, but no label bears it
        raise DomainError(ErrorCode.TRACKING_NUMBER_INVALID, why="zeros")
    if not rule.is_right(number):
        raise DomainError(ErrorCode.TRACKING_NUMBER_INVALID, why="check_digit")
    return number

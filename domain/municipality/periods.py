"""Dated rows: an amount or a rule is in force from a day until a day, both included.

A table is sound when its periods follow each other day by day and the last one is open. A change of the ordinance is
then one new row and one end date, and an old request can always be told what was in force on its day.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from domain.errors import DomainError, ErrorCode
from domain.municipality.faults import Fault
from domain.municipality.municipality import Day


class Period(BaseModel):
    """One row of a dated table. `effective_until` is the last day in force; None while no end is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective_from: Day
    effective_until: Day | None = None

    def covers(self, day: date) -> bool:
        """Say whether the row is in force on `day`."""
        return self.effective_from <= day and (self.effective_until is None or day <= self.effective_until)


Row = TypeVar("Row", bound=Period)


def in_force(rows: Sequence[Row], on: date) -> Row:
    """Return the row in force on a day. Raises DomainError(POLICY_INVALID) when there is none."""
    for row in rows:
        if row.covers(on):
            return row
    raise DomainError(ErrorCode.POLICY_INVALID, why="nothing_in_force", on=on.isoformat())


def period_faults(rows: Sequence[tuple[int, Period]], key: str) -> tuple[Fault, ...]:
    """Return every overlap, gap, reversed period and missing open end of a table.

    `rows` are the rows with their places in the file, `key` names the table there.
    """
    faults = [
        Fault(f"{key}[{place}].effective_until", "the period ends before it begins", "exchange the two dates")
        for place, row in rows
        if row.effective_until is not None and row.effective_until < row.effective_from
    ]
    ordered = sorted(rows, key=lambda found: found[1].effective_from)
    for (_, earlier), (place, later) in pairwise(ordered):
        faults.extend(_seam_faults(earlier, later, f"{key}[{place}].effective_from"))
    if ordered and ordered[-1][1].effective_until is not None:
        faults.append(
            Fault(
                f"{key}[{ordered[-1][0]}].effective_until",
                "nothing is in force after this day",
                "leave effective_until out of the newest period, or add the period that follows",
            )
        )
    return tuple(faults)


def _seam_faults(earlier: Period, later: Period, key: str) -> list[Fault]:
    if earlier.effective_until is None or earlier.effective_until >= later.effective_from:
        last = later.effective_from - timedelta(days=1)
        return [
            Fault(
                key,
                f"overlaps the period that begins on {earlier.effective_from}",
                f"end that period with effective_until = {last}",
            )
        ]
    expected = earlier.effective_until + timedelta(days=1)
    if expected < later.effective_from:
        return [Fault(key, f"nothing is in force from {expected} until the day before", f"begin on {expected}")]
    return []

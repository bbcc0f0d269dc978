"""A municipality's rules as officers read them: what holds today, on which ground, and what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.municipality.periods import Period

Row = TypeVar("Row", bound=Period)


@dataclass(frozen=True)
class Coming:
    """What a rule will say from a day on. `said` is empty where nothing is in force from then."""

    on: date
    said: str


@dataclass(frozen=True)
class RuleLine:
    """One rule. `said` is empty while nothing is in force; `text` is the wording of its ground."""

    topic: str
    said: str
    ground: str = ""
    since: date | None = None
    coming: Coming | None = None
    text: str = ""


@dataclass(frozen=True)
class RuleSection:
    """Rules under one heading."""

    title: str
    lines: Sequence[RuleLine]


def dated(
    topic: str,
    rows: Sequence[Row],
    on: date,
    said: Callable[[Row], str],
    ground: Callable[[Row], str] = lambda _: "",
    text: Callable[[Row], str] = lambda _: "",
) -> RuleLine:
    """Return the line of a dated table as of a day, with the row that begins next."""
    now = next((row for row in rows if row.covers(on)), None)
    later = min((row for row in rows if row.effective_from > on), key=lambda row: row.effective_from, default=None)
    coming = None if later is None else Coming(later.effective_from, said(later))
    if now is None:
        return RuleLine(topic, "", coming=coming)
    return RuleLine(topic, said(now), ground(now), now.effective_from, coming, text(now))

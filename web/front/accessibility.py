"""What the page about accessibility states: what every run of the tests tries, and what people have tried by hand."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

_FILE = Path(__file__).with_name("accessibility.toml")


class ByHand(BaseModel):
    """Something that a person judges; `on` is the day on which somebody last did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    criteria: tuple[str, ...]
    on: date | None = None


class AccessibilityStatement(BaseModel):
    """The whole statement. Criteria are those of WCAG 2.2 by their numbers; `automatic` are tests by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standard: str
    level: str
    tested_on: date
    tools: dict[str, str]
    automatic: dict[str, tuple[str, ...]]
    by_hand: tuple[ByHand, ...] = Field(min_length=1)
    absent: tuple[str, ...]
    limits: tuple[str, ...]


@cache
def accessibility_statement() -> AccessibilityStatement:
    """Return the statement in force."""
    return AccessibilityStatement.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))

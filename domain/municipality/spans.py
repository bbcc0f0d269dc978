"""How long each step of a procedure may take, in business days or in calendar days."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from domain.errors import DomainError, ErrorCode
from domain.municipality.faults import Fault

PROCESSING = "processing"
"""標準処理期間 (行政手続法6条): published by every municipality for every procedure."""

_Days = Annotated[int, Field(ge=1, le=366, strict=True)]


class Span(BaseModel):
    """A length of time: exactly one of business days (開庁日) and calendar days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    business_days: _Days | None = None
    calendar_days: _Days | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.business_days is None) == (self.calendar_days is None):
            raise ValueError("give either business_days or calendar_days")
        return self


class Spans(RootModel[dict[str, Span]]):
    """The spans of a procedure, by kind of deadline; `PROCESSING` is always among them."""

    model_config = ConfigDict(frozen=True)

    def of(self, kind: str) -> Span:
        """Return the span of a kind of deadline. Raises DomainError(POLICY_INVALID) when none is written."""
        if kind not in self.root:
            raise DomainError(ErrorCode.POLICY_INVALID, why="deadline_unknown", kind=kind)
        return self.root[kind]


def span_faults(spans: Spans, kinds: type[StrEnum]) -> tuple[Fault, ...]:
    """Return kinds of deadline that have no span, and spans of no kind."""
    known = (*kinds, PROCESSING)
    missing = (Fault(kind, "this key is missing", "add it") for kind in known if kind not in spans.root)
    strange = (
        Fault(kind, "this key is not known", "correct its spelling or remove it")
        for kind in spans.root
        if kind not in known
    )
    return (*strange, *missing)

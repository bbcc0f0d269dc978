"""How long each step may take, in business days or in calendar days."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.certificates.terms import DeadlineKind

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


class Deadlines(BaseModel):
    """The spans of a municipality. `processing` is the 標準処理期間 (行政手続法6条)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    payment: Span
    correction: Span
    delivery: Span
    returned_mail: Span
    late_return: Span
    processing: Span

    def span(self, kind: DeadlineKind) -> Span:
        """Return the span of a kind of deadline."""
        return {
            DeadlineKind.PAYMENT: self.payment,
            DeadlineKind.CORRECTION: self.correction,
            DeadlineKind.DELIVERY: self.delivery,
            DeadlineKind.RETURNED_MAIL: self.returned_mail,
            DeadlineKind.LATE_RETURN: self.late_return,
        }[kind]

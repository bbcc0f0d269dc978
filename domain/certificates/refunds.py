"""The refund rule (還付): whether a captured fee goes back, as the municipality's fee ordinance says."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from domain.certificates.terms import RefundRule
from domain.municipality.faults import Fault
from domain.municipality.municipality import Line
from domain.municipality.periods import Period, period_faults


class RefundPeriod(Period):
    """The rule of one period. `ordinance` names the article, `text` is its wording, shown to officers."""

    on_withdrawal: StrictBool
    on_rejection: StrictBool
    on_lapse: StrictBool
    ordinance: Line
    text: Annotated[str, Field(min_length=1, max_length=1000)]

    @property
    def rule(self) -> RefundRule:
        """The rule as a request pins it."""
        return RefundRule(on_withdrawal=self.on_withdrawal, on_rejection=self.on_rejection, on_lapse=self.on_lapse)


class RefundTable(BaseModel):
    """The rules, past and present."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Annotated[tuple[RefundPeriod, ...], Field(min_length=1)]


def refund_faults(table: RefundTable) -> tuple[Fault, ...]:
    """Return overlaps and gaps."""
    return period_faults(list(enumerate(table.rule)), "rule")

"""Fees (手数料, 地方自治法227条): the amount per copy, by kind and period, and when it is collected."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.kinds import CertificateKind
from domain.certificates.terms import PaymentOrder
from domain.money import Yen
from domain.municipality.faults import Fault
from domain.municipality.municipality import Line
from domain.municipality.periods import Period, period_faults


class FeePeriod(Period):
    """Fee per copy of one kind, in yen. `ordinance` names the article that sets it (手数料条例)."""

    kind: CertificateKind
    unit_price: Yen
    ordinance: Line


class FeeTable(BaseModel):
    """All fees, past and present."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    payment_order: PaymentOrder
    fee: Annotated[tuple[FeePeriod, ...], Field(min_length=1)]

    def of(self, kind: CertificateKind) -> tuple[FeePeriod, ...]:
        """Return the periods of a kind."""
        return tuple(row for row in self.fee if row.kind is kind)


def fee_faults(table: FeeTable) -> tuple[Fault, ...]:
    """Return overlaps and gaps, kind by kind."""
    return tuple(
        fault
        for kind in dict.fromkeys(row.kind for row in table.fee)
        for fault in period_faults([(place, row) for place, row in enumerate(table.fee) if row.kind is kind], "fee")
    )

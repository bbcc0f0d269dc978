"""Money: whole yen, never a float."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Yen = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]


class AmountLine(BaseModel):
    """One line of an amount to pay: `quantity` at `unit_price` yen each, for an item of the procedure's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str
    code: str
    quantity: Annotated[int, Field(ge=1, le=100)]
    unit_price: Yen

    @property
    def amount(self) -> int:
        """The line's amount in yen."""
        return self.quantity * self.unit_price


def total(lines: Iterable[AmountLine]) -> int:
    """Return the sum of the lines in yen."""
    return sum(line.amount for line in lines)

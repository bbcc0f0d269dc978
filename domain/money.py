"""Money: whole yen, never a float."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Yen = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]


class FeeItem(StrEnum):
    """What one line of a fee is for."""

    CERTIFICATE = "certificate"  # 手数料
    POSTAGE = "postage"  # 郵送料


class FeeLine(BaseModel):
    """One line of the amount to pay: `quantity` at `unit_price` yen each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: FeeItem
    code: str
    quantity: Annotated[int, Field(ge=1, le=100)]
    unit_price: Yen

    @property
    def amount(self) -> int:
        """The line's amount in yen."""
        return self.quantity * self.unit_price


def total(lines: tuple[FeeLine, ...]) -> int:
    """Return the sum of the lines in yen."""
    return sum(line.amount for line in lines)

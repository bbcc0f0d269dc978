"""過誤納: money the provider holds beside what was asked for, and its way back. Any procedure with a charge has these events.

The rules of `domain/cases/event.py` hold. They may come after a case's end.
"""

from datetime import datetime
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from domain.cases.event import Event
from domain.money import Yen


class OverpaymentFound(Event):
    """過誤納: the provider holds money beside the fee, and it must go back.

    A second code was paid too, or a code was paid that was thought closed.
    """

    type: Literal["overpayment_found"] = "overpayment_found"
    payment_id: str
    charge_id: str
    amount: Yen
    provider_reference: str
    captured_at: datetime


class OverpaymentReturned(Event):
    """過誤納金の還付: it went back, by cancellation or refund."""

    type: Literal["overpayment_returned"] = "overpayment_returned"
    payment_id: str
    charge_id: str
    method: Literal["cancellation", "refund"]


class OverpaymentHandedToOfficer(Event):
    """The provider would not give it back; a named officer must."""

    type: Literal["overpayment_handed_to_officer"] = "overpayment_handed_to_officer"
    payment_id: str
    charge_id: str
    officer: str


OverpaymentFact = Annotated[
    OverpaymentFound | OverpaymentReturned | OverpaymentHandedToOfficer, Field(discriminator="type")
]


class MoneyNotice(BaseModel):
    """The message that tells a case of money beside its fee."""

    model_config = ConfigDict(frozen=True)

    fact: OverpaymentFact


class Owed(BaseModel):
    """Whether a capture must still go back (it is not the fee), and who answers for the money."""

    model_config = ConfigDict(frozen=True)

    owed: bool
    officer: str


class MoneyBooks(Protocol):
    """Where a procedure records facts of money beside the fee: with their case, under way or ended."""

    async def note(self, fact: OverpaymentFact) -> Owed:
        """Record a fact once and return whether the money must go back still. Raises PortUnavailable.

        While the fee is being collected the case cannot tell which capture it is: then, too, PortUnavailable.
        """

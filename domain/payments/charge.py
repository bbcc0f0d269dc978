"""A charge at a payment provider: the order to make one and what the provider says of it.

Nothing here knows of certificates: any public charge can be collected through these types.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.money import Yen


class ChargeStatus(StrEnum):
    """State of a charge as we understand the provider. An expired unpaid code is still OPEN there."""

    OPEN = "open"
    CAPTURED = "captured"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    FAILED = "failed"


class Closing(StrEnum):
    """What a provider said for certain when a code was to be closed: no later look at the charge overrules it."""

    CLOSED = "closed"  # nobody has paid it, and what anybody pays from now on goes back at once
    PAID = "paid"  # somebody has paid it already; how the charge stands may still be shown as before


class ChargeOrder(BaseModel):
    """What to charge. `charge_id` is our key at the provider: the same order twice is one charge."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    charge_id: str
    amount: Yen
    description: str
    ordered_at: datetime


class Charge(BaseModel):
    """A charge as the provider reports it. Instants are UTC; those not reached yet are None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    charge_id: str
    amount: Yen
    status: ChargeStatus
    code_id: str = ""  # the provider's id of the code the citizen scans
    url: str = ""  # where the citizen pays
    provider_reference: str = ""  # the provider's payment id, once paid
    expires_at: datetime | None = None
    captured_at: datetime | None = None

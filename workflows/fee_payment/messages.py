"""Messages of the payment procedure. They name no certificate: any public charge is collected alike."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from activities.payments import Capture
from domain.money import Yen


class FeeOrder(BaseModel):
    """What to collect, and until when."""

    model_config = ConfigDict(frozen=True)

    payment_id: str
    amount: Yen
    purpose: str
    due_at: datetime


class PaymentHint(BaseModel):
    """Somebody says that something happened to a charge: a reason to ask the provider, nothing more."""

    model_config = ConfigDict(frozen=True)

    charge_id: Annotated[str, Field(max_length=64)]


class StopCollecting(BaseModel):
    """The payment is no longer wanted."""

    model_config = ConfigDict(frozen=True)

    reason: str


class RenewCode(BaseModel):
    """The citizen wants to pay and the code may have expired."""

    model_config = ConfigDict(frozen=True)

    asked_at: datetime


class PaymentOutcome(BaseModel):
    """What was captured; None when nothing was, and nothing can be any more."""

    model_config = ConfigDict(frozen=True)

    capture: Capture | None = None

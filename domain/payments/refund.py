"""還付: money of a captured charge on its way back. How it goes (取消 or 返金) is the provider's rule, not ours."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.money import Yen

WayBack = Literal["cancellation", "refund"]
"""取消: the capture is undone. 返金: the capture stands, and the money comes back beside it."""


class RefundOrder(BaseModel):
    """Give back a captured charge, whole. `refund_id` is our key at the provider: the same order twice is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refund_id: str
    charge_id: str
    provider_reference: str
    amount: Yen
    captured_at: datetime
    reason: str
    ordered_at: datetime


class Refund(BaseModel):
    """How the money went. Not `is_settled`, the provider has taken the order and is to be asked again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refund_id: str
    way: WayBack
    amount: Yen
    is_settled: bool
    accepted_at: datetime | None = None  # None where the provider does not tell

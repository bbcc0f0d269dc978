"""Messages of the request's procedure: what callers send and get. No personal data."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.status import RefundStatus, Status


class PostalHint(BaseModel):
    """The carrier says that something happened: a reason to ask where the letter is."""

    model_config = ConfigDict(frozen=True)

    event_id: Annotated[str, Field(max_length=200)]


class RequestOutcome(BaseModel):
    """How a request ended."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    status: Status
    refund: RefundStatus
    events: int
    closed_at: datetime

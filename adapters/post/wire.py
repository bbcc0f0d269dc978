"""A scan as the carrier writes it, in answers and in webhooks. Fields we do not know are passed over."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from domain.postal.letters import PostalEvent, PostalEventKind, ReturnReason
from domain.postal.tracking import RULE


class Scan(BaseModel):
    """One scan."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_id: Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")]
    tracking_number: Annotated[str, Field(pattern=RULE.pattern)]
    kind: PostalEventKind
    at: AwareDatetime
    return_reason: ReturnReason | None = None

    def translated(self) -> PostalEvent:
        """Return the scan as the domain has it."""
        return PostalEvent.model_validate(self.model_dump())

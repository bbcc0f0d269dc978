"""What every event says. Events are stored for ever: add optional fields only; never rename, retype or reuse."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """What every event says: its type within its procedure, when (UTC) and by whom (the actor's id)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    at: datetime
    by: str

    @classmethod
    def name(cls) -> str:
        """Return the `type` of this kind of event."""
        return str(cls.model_fields["type"].default)


class DecisionRefused(Event):
    """A decision that came as a signal could not be taken, and why. It stands among the events of every procedure."""

    type: Literal["decision_refused"] = "decision_refused"
    decision_id: str
    action: str
    code: str

"""Messages that every procedure's workflow has: what callers send and get. No personal data."""

from pydantic import BaseModel, ConfigDict


class DecisionReceipt(BaseModel):
    """The answer to a decision: where the case stands after it, in a status of its procedure, and its last event's place."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    decision_id: str
    status: str
    place: int

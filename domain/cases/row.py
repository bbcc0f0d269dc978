"""A case as every list shows it: one row of the read table, folded from its events. No personal data."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue


class CaseRow(BaseModel):
    """One case. `updated_at` is when its last event happened, `due_at` its next deadline, `place` its last event.

    `act_by` is by when whoever's turn it is should have acted: queues are in its order.
    `status` is a value of the procedure's own statuses. `subject` is what the case is about, in terms of its procedure:
    shown by the procedure's own lists, never read by a general one. `twin` is the case number of another case of the
    procedure with the same likeness within a day: a sign for whoever examines, and no ground of refusal. It is not of the
    case itself, but looked for among the others. `secluded`: for the closed desk's lists alone; not told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    procedure: str
    case_number: str
    municipality: str
    status: str
    received_at: datetime
    updated_at: datetime
    due_at: datetime | None
    act_by: datetime | None = None
    assignee: str | None
    closed: bool
    place: int
    subject: Mapping[str, JsonValue]
    twin: str | None = None
    secluded: bool = Field(default=False, exclude=True)

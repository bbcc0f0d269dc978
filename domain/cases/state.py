"""What every case's state has, whatever the procedure: where it stands, and whether anything remains to be done."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class CaseState(BaseModel):
    """Where a case stands, folded from its events. `place` is the number of its last event, from 1.

    A procedure's state says in `ends` in which statuses a case has ended, and adds what its own rules need. `decisions` has what each human decision was recorded as, by the
    decision's key: the same decision twice is once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ends: ClassVar[frozenset[StrEnum]]

    place: int
    status: StrEnum
    case_number: str
    municipality: str
    received_at: datetime
    decisions: dict[str, str] = {}

    @property
    def ended(self) -> bool:
        """Whether the case has reached one of its ends."""
        return self.status in self.ends

    @property
    def closed(self) -> bool:
        """Whether nothing remains to be done: an end is reached, and nothing is on its way back."""
        return self.ended

    @property
    def next_due(self) -> datetime | None:
        """The next instant by which somebody must act."""
        return None

    @property
    def act_by(self) -> datetime | None:
        """By when whoever's turn it is should have acted: the order of queues."""
        return self.next_due

    @property
    def secluded(self) -> bool:
        """Whether the case stands in the closed desk's lists alone, in nobody else's."""
        return False

    @property
    def paid_at(self) -> datetime | None:
        """When what the case costs was paid; None when it was not, or costs nothing."""
        return None

    @property
    def assignee(self) -> str | None:
        """The officer who has the case on the desk."""
        return None

"""Notices of cases: which are due or have not gone out, on which channel. What each says is its procedure's business."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Channel(StrEnum):
    """Ways to reach people."""

    MAIL = "mail"


class DueNotice(BaseModel):
    """One notice to be sent. `occasion` is the place of the event that caused it; `attempt` counts from 1.

    `state` is the case's as it stands now, in JSON; nobody but its procedure can read it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    notice: str
    occasion: int
    channel: Channel = Channel.MAIL
    attempt: int = 1
    state: str = Field(repr=False)

    @property
    def key(self) -> str:
        """The mail's key: the same for every attempt."""
        return f"{self.case_id}.{self.notice}.{self.occasion}"


class UnsentNotice(BaseModel):
    """A notice that has not gone out. `given_up_at` None: it is still tried, next at `due_at`; `error` is a code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    notice: str
    occasion: int
    channel: Channel
    attempts: int
    created_at: datetime
    due_at: datetime
    given_up_at: datetime | None
    error: str | None

"""Events on their way into the ledger: which workflow task caused them, and what became of it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple


class Mark(NamedTuple):
    """The workflow task that caused events: the history event it started with (`started`), and the time it began.

    The number alone does not name a task: one that is lost before the engine wrote it down (the repetition of a failed
    task, a task for an update alone) leaves its numbers to the next. Marks of one case are ordered as its tasks are.
    """

    started: int
    at: datetime


UNMARKED = Mark(0, datetime.fromtimestamp(0, UTC))


class StagedTask(NamedTuple):
    """Events of one case staged by one workflow task."""

    case_id: str
    mark: Mark


class Verdict(StrEnum):
    """What became of a workflow task, as the engine says."""

    COMPLETED = "completed"
    LOST = "lost"
    OPEN = "open"  # not known yet, or to nobody any more

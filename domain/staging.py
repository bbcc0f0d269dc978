"""Events on their way into the ledger: which workflow task caused them, and what became of it."""

from enum import StrEnum
from typing import NamedTuple


class StagedTask(NamedTuple):
    """Events staged by one workflow task; `mark` is the id of the history event with which it started."""

    request_id: str
    mark: int


class Verdict(StrEnum):
    """What became of a workflow task, as the engine says."""

    COMPLETED = "completed"
    LOST = "lost"
    OPEN = "open"

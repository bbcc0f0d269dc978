"""Consecutive events of one case, as the workflow sends them to the recorder."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from domain.cases.staging import UNMARKED, Mark

EventJson = dict[str, JsonValue]
"""An event as messages and the ledger have it; `type` names its shape within the procedure of its case."""


class EventBatch(BaseModel):
    """Consecutive events of one case; `first` is the place of the first among them (from 1).

    They are durable once the engine has completed the workflow task that `mark` names. A task that is lost is repeated
    and may decide otherwise. `settled` events stand in the history that this task began with: these are durable.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    first: Annotated[int, Field(gt=0)]
    events: tuple[EventJson, ...]
    mark: Mark = UNMARKED
    settled: int = 0

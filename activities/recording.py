"""Recording: events of a case staged for the ledger and folded into the read tables, one transaction, once."""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.failures import translated
from domain.cases.batch import EventBatch
from domain.ports import Recorder


class Recorded(BaseModel):
    """The place of the last event that is recorded."""

    model_config = ConfigDict(frozen=True)

    place: int


class RecordingActivities:
    """What tells the ledger of events; they are sealed when their workflow task is durable."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="record_events")
    async def record_events(self, batch: EventBatch) -> Recorded:
        """Record the batch; the same batch twice is once. Raises ApplicationError LEDGER_CONFLICT (final)."""
        with translated():
            await self._recorder.record(batch)
            return Recorded(place=batch.first + len(batch.events) - 1)

"""Recording: events of a request into ledger and read tables, one transaction, once."""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.failures import translated
from domain.ports import Recorder
from domain.requests.events import EventBatch


class Recorded(BaseModel):
    """The place of the last event that stands in the ledger."""

    model_config = ConfigDict(frozen=True)

    place: int


class RecordingActivities:
    """The ledger's only writer."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="record_events")
    async def record_events(self, batch: EventBatch) -> Recorded:
        """Append the batch; the same batch twice is once. Raises ApplicationError LEDGER_CONFLICT (final)."""
        with translated():
            await self._recorder.record(batch)
            return Recorded(place=batch.first + len(batch.events) - 1)

"""What a batch of events says of the workflow task that caused it, beside the history itself."""

from datetime import UTC, timedelta

import pytest
from fixtures.endings import completed_without_fee
from fixtures.procedure import Procedure
from temporalio.api.enums.v1 import EventType

pytestmark = pytest.mark.engine

_ROUNDING = timedelta(microseconds=10)


async def test_each_batch_names_its_task_by_number_and_beginning(procedure: Procedure) -> None:
    """Steps before the recording make the workflow's time go on; the task keeps its name."""
    await completed_without_fee(procedure)
    await procedure.ended()

    batches = procedure.city.recorder.batches
    history = (await procedure.histories())["certificate-request"]
    events = {event.event_id: event for event in history.events}
    assert batches[-1].settled == batches[-1].first - 1 > 0  # all that was recorded before it
    for batch in batches:
        started = events[batch.mark.started]
        assert started.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
        assert abs(batch.mark.at - started.event_time.ToDatetime(UTC)) < _ROUNDING

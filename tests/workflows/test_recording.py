"""What a batch of events says of the workflow task that caused it, beside the history itself."""

from datetime import UTC, timedelta

import pytest
from fixtures.procedure import Procedure
from temporalio.api.enums.v1 import EventType

from domain.requests import events as e

pytestmark = pytest.mark.engine

_ROUNDING = timedelta(microseconds=10)


async def test_each_batch_names_its_task_by_number_and_beginning(procedure: Procedure) -> None:
    """Steps before the recording make the workflow's time go on; the task keeps its name."""
    procedure.city.book.exempt("999001")
    await procedure.submit()
    await procedure.seen(e.EligibilityConfirmed)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    await procedure.ended()

    batches = procedure.city.recorder.batches
    history = (await procedure.histories())["certificate-request"]
    times = {event.event_id: event for event in history.events}
    assert len(batches) > 2
    for batch in batches:
        started = times[batch.mark.started]
        assert started.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
        assert abs(batch.mark.at - started.event_time.ToDatetime(UTC)) < _ROUNDING

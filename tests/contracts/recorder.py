"""What every recorder does (domain.ports.Recorder).

A test class inherits it and gives `recorder` and `recorded`: the events recorded of a request id, in order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest
from contracts.stories import batch, batches, completed, request_id

from domain.errors import DomainError, ErrorCode
from domain.ports import Recorder
from domain.requests.events import AnyEvent, CaseTaken, EventBatch

Recorded = Callable[[str], Awaitable[Sequence[AnyEvent]]]


class RecorderContract:
    """Behaviour shared by all recorders."""

    async def test_batches_add_up_to_the_request(self, recorder: Recorder, recorded: Recorded):
        """Recorded batch by batch, the events stand in order."""
        for part in batches(1):
            await recorder.record(part)

        assert tuple(await recorded(request_id(1))) == completed(1)

    async def test_the_same_batch_again_changes_nothing(self, recorder: Recorder, recorded: Recorded):
        """A step that is repeated after its answer was lost records nothing twice."""
        for part in (batch(1, 1, 3), batch(1, 1, 3), batch(1, 4, 6), batch(1, 1, 3), batch(1, 4, 6)):
            await recorder.record(part)

        assert tuple(await recorded(request_id(1))) == completed(1)[:6]

    async def test_an_overlap_that_agrees_adds_the_rest(self, recorder: Recorder, recorded: Recorded):
        """Events that stand already are skipped when they are the same."""
        await recorder.record(batch(1, 1, 4))
        await recorder.record(batch(1, 2, 6))

        assert tuple(await recorded(request_id(1))) == completed(1)[:6]

    async def test_another_event_at_a_taken_place_is_refused(self, recorder: Recorder, recorded: Recorded):
        """What stands is never replaced, and the rest of the batch is not added either."""
        await recorder.record(batch(1, 1, 7))
        other = CaseTaken(at=completed(1)[6].at, by="examiner-2", decision_id="d9")
        forged = EventBatch(request_id=request_id(1), first=7, events=(other, *completed(1)[7:]))

        await self._refused(recorder, forged)

        assert tuple(await recorded(request_id(1))) == completed(1)[:7]

    async def test_a_gap_is_refused(self, recorder: Recorder, recorded: Recorded):
        """A batch that does not begin at the next place is refused, also as the first of its request."""
        await self._refused(recorder, batch(1, 2, 3))
        await recorder.record(batch(1, 1, 2))
        await self._refused(recorder, batch(1, 4, 6))

        assert tuple(await recorded(request_id(1))) == completed(1)[:2]

    async def test_an_empty_batch_is_nothing(self, recorder: Recorder, recorded: Recorded):
        """No events, no change."""
        await recorder.record(EventBatch(request_id=request_id(1), first=1, events=()))

        assert tuple(await recorded(request_id(1))) == ()

    async def test_the_same_batches_at_once_are_recorded_once(self, recorder: Recorder, recorded: Recorded):
        """Two workers that believe they own the request record its events once."""
        await asyncio.gather(*(recorder.record(batch(1, 1, last)) for last in (3, 5, 14) for _ in range(4)))

        assert tuple(await recorded(request_id(1))) == completed(1)

    @staticmethod
    async def _refused(recorder: Recorder, wrong: EventBatch):
        with pytest.raises(DomainError) as refused:
            await recorder.record(wrong)
        assert refused.value.code is ErrorCode.LEDGER_CONFLICT

"""What every recorder does (domain.ports.Recorder), and what one does whose events are staged before they are sealed.

A test class inherits a contract and gives `recorder` and `recorded`: the events recorded of a request id, in order; for
the second also `sealed`, which makes the events of a request durable as of now.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest
from contracts.stories import batch, batch_of, batches, case_id, completed, mark, otherwise, said

from domain.cases.batch import EventBatch
from domain.certificates.events import AnyEvent
from domain.errors import DomainError, ErrorCode
from domain.ports import Recorder

Recorded = Callable[[str], Awaitable[Sequence[AnyEvent]]]
Sealed = Callable[[str], Awaitable[None]]


async def refused(recorder: Recorder, wrong: EventBatch) -> None:
    """Assert that the batch is refused as contrary to what stands."""
    with pytest.raises(DomainError) as told:
        await recorder.record(wrong)
    assert told.value.code is ErrorCode.LEDGER_CONFLICT


class RecorderContract:
    """Behaviour shared by all recorders."""

    async def test_batches_add_up_to_the_request(self, recorder: Recorder, recorded: Recorded):
        """Recorded batch by batch, the events stand in order."""
        for part in batches(1):
            await recorder.record(part)

        assert tuple(await recorded(case_id(1))) == completed(1)

    async def test_the_same_batch_again_changes_nothing(self, recorder: Recorder, recorded: Recorded):
        """A step that is repeated after its answer was lost records nothing twice."""
        early, late = batch(1, 1, 3, mark(5)), batch(1, 4, 6, mark(9), settled=3)
        for part in (early, early, late, early, late):
            await recorder.record(part)

        assert tuple(await recorded(case_id(1))) == completed(1)[:6]

    async def test_an_overlap_that_agrees_adds_the_rest(self, recorder: Recorder, recorded: Recorded):
        """Events that stand already are skipped when they are the same."""
        await recorder.record(batch(1, 1, 4))
        await recorder.record(batch(1, 2, 6))

        assert tuple(await recorded(case_id(1))) == completed(1)[:6]

    async def test_a_gap_is_refused(self, recorder: Recorder, recorded: Recorded):
        """A batch that does not begin at the next place is refused, also as the first of its request."""
        await refused(recorder, batch(1, 2, 3))
        await recorder.record(batch(1, 1, 2))
        await refused(recorder, batch(1, 4, 6))

        assert tuple(await recorded(case_id(1))) == completed(1)[:2]

    async def test_an_empty_batch_is_nothing(self, recorder: Recorder, recorded: Recorded):
        """No events, no change."""
        await recorder.record(EventBatch(case_id=case_id(1), first=1, events=()))

        assert tuple(await recorded(case_id(1))) == ()

    async def test_the_same_batches_at_once_are_recorded_once(self, recorder: Recorder, recorded: Recorded):
        """Two workers that believe they own the request record its events once."""
        await asyncio.gather(*(recorder.record(batch(1, 1, last)) for last in (3, 5, 14) for _ in range(4)))

        assert tuple(await recorded(case_id(1))) == completed(1)


class StagingContract:
    """What may still be replaced, by whom, and what no more."""

    async def test_another_event_at_a_sealed_place_is_refused(
        self, recorder: Recorder, recorded: Recorded, sealed: Sealed
    ):
        """What is durable is never replaced, and the rest of the batch is not added either."""
        await recorder.record(batch(1, 1, 7, mark(5)))
        await sealed(case_id(1))

        await refused(recorder, otherwise(1, 7, mark(9), rest=7))

        assert tuple(await recorded(case_id(1))) == completed(1)[:7]

    async def test_a_repeated_task_replaces_what_the_lost_one_staged(self, recorder: Recorder, recorded: Recorded):
        """It decided otherwise from place 6 on: what stood there and behind it is gone."""
        await recorder.record(batch(1, 1, 5, mark(5)))
        await recorder.record(batch(1, 6, 14, mark(9)))
        again = otherwise(1, 6, mark(12))
        await recorder.record(again)

        assert tuple(await recorded(case_id(1))) == (*completed(1)[:5], *said(again))

    async def test_a_first_batch_can_be_replaced_wholly(self, recorder: Recorder, recorded: Recorded):
        """The very first task of a request may be the lost one."""
        await recorder.record(batch(1, 1, 3, mark(3)))
        later = completed(1)[0].model_copy(update={"by": "another"})
        await recorder.record(batch_of(case_id(1), 1, (later,), mark(6)))

        assert tuple(await recorded(case_id(1))) == (later,)

    @pytest.mark.parametrize("late", [mark(5), mark(9, attempt=1)])
    async def test_a_lost_task_that_writes_late_changes_nothing(
        self, recorder: Recorder, recorded: Recorded, late: object
    ):
        """Its worker wakes up after the repeated task staged: no older number and no earlier attempt gets anywhere."""
        await recorder.record(batch(1, 1, 6, mark(9, attempt=2)))

        await refused(recorder, otherwise(1, 5, late))
        await refused(recorder, otherwise(1, 7, late))

        assert tuple(await recorded(case_id(1))) == completed(1)[:6]

    async def test_a_lost_task_is_refused_though_the_repeated_one_decided_the_same(
        self, recorder: Recorder, recorded: Recorded
    ):
        """The repeated task took the events over; the lost one's worker may believe that they are still its own."""
        await recorder.record(batch(1, 1, 3, mark(5)))
        await recorder.record(batch(1, 1, 3, mark(9)))
        await refused(recorder, otherwise(1, 4, mark(5)))

        assert tuple(await recorded(case_id(1))) == completed(1)[:3]

    async def test_a_later_attempt_of_the_same_number_replaces(self, recorder: Recorder, recorded: Recorded):
        """The engine gives the number of an unwritten attempt to the next one."""
        await recorder.record(batch(1, 1, 6, mark(9, attempt=1)))
        again = otherwise(1, 6, mark(9, attempt=2))
        await recorder.record(again)

        assert tuple(await recorded(case_id(1))) == (*completed(1)[:5], *said(again))

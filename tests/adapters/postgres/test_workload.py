"""What a supervisor asks of the read table."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from fixtures.desk import (
    APPROVER,
    CLOSED_DESK,
    DISPATCHER,
    EXAMINER,
    NUMBERS,
    OTHER_EXAMINER,
    REASONS,
    REMARK,
    START,
    SUPERVISOR,
    Desk,
)

from adapters.postgres.certificates.statistics import PostgresStatistics
from adapters.postgres.certificates.workload import PostgresWorkload
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from domain import ids
from domain.certificates import commands as c
from domain.certificates.events import AnyEvent, RequestReceived
from domain.certificates.examination_events import CaseAssigned
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import AssignReason, RefundStatus, Status
from domain.certificates.workload import Load

pytestmark = pytest.mark.database
CITY = "999001"
LATER = START + timedelta(days=30)


def case_id(number: int) -> str:
    """Return the `number`-th request's id."""
    return ids.case_id("cert", 1_790_000_000_000 + number, number.to_bytes(10))


async def record(recorder: PostgresRecorder, number: int, events: Sequence[AnyEvent]) -> None:
    """Record a story as the `number`-th request's."""
    first, *rest = events
    assert isinstance(first, RequestReceived)
    told = first.model_copy(update={"case_number": ids.case_number(2026, number)})
    await recorder.record(CERTIFICATES.batch(case_id(number), 1, (told, *rest)))


def _taken(by=EXAMINER) -> Desk:
    desk = Desk().examine()
    desk.decide(c.Take(), by)
    return desk


def _returned() -> Desk:
    desk = _taken()
    desk.decide(c.ReturnToApplicant(remarks=(REMARK,)), EXAMINER)
    return desk


def _held_before_its_rejection() -> Desk:
    """Return a case of the closed desk's whose rejection waits for the approver."""
    desk = Desk().clear(clear=False).open_finding(EXAMINER)
    desk.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    assert desk.status is Status.AWAITING_APPROVAL
    return desk


async def test_the_load_of_each_is_counted_and_the_closed_desks_is_not(pool: Pool, recorder: PostgresRecorder):
    handed_over = _taken()
    handed_over.decide(c.Assign(officer=OTHER_EXAMINER.id, reason=AssignReason.ABSENCE), SUPERVISOR)
    assert isinstance(handed_over.events[-1], CaseAssigned)
    stories = (
        _taken(),
        Desk().propose(),
        _returned(),
        Desk().examine(),
        handed_over,
        Desk().clear(clear=False),
        _held_before_its_rejection(),
        Desk().dispatch(),
    )
    for number, desk in enumerate(stories, start=1):
        await record(recorder, number, desk.events)

    expected = [Load("", 1, 0, 0, 0), Load(EXAMINER.id, 1, 1, 1, 0), Load(OTHER_EXAMINER.id, 1, 0, 0, 0)]
    assert list(await PostgresWorkload(pool, CITY, lambda: START).loads()) == expected
    late = {each.officer: each.overdue for each in await PostgresWorkload(pool, CITY, lambda: LATER).loads()}
    assert late == {"": 1, EXAMINER.id: 2, OTHER_EXAMINER.id: 1}
    assert list(await PostgresWorkload(pool, "999002", lambda: LATER).loads()) == []


async def test_money_that_must_go_back_is_told(pool: Pool, recorder: PostgresRecorder):
    rejected = Desk().propose(c.ProposeRejection(reasons=REASONS))
    rejected.decide(c.Reject(), APPROVER)
    for number, desk in enumerate((rejected, Desk().dispatch()), start=1):
        await record(recorder, number, desk.events)

    (held,) = await PostgresWorkload(pool, CITY, lambda: LATER).money()
    assert (held.case_id, held.refund, held.yen) == (case_id(1), RefundStatus.DUE, 300)


async def test_a_step_that_takes_too_long_is_told(pool: Pool, recorder: PostgresRecorder):
    """A machine's, not a person's: who has not typed a number is not stuck in the engine."""
    confirmed = Desk().issue()
    confirmed.decide(c.ConfirmDispatch(tracking_number=NUMBERS[0]), DISPATCHER)
    stories = (Desk(), Desk().approve(), confirmed, Desk().issue(), _taken(), Desk().clear(clear=False))
    for number, desk in enumerate(stories, start=1):
        await record(recorder, number, desk.events)
    workload = PostgresWorkload(pool, CITY, lambda: LATER)

    assert [each.case_id for each in await workload.stuck(LATER)] == [case_id(1), case_id(2), case_id(3)]
    assert list(await workload.stuck(START)) == []
    assert await workload.not_begun(LATER) == 0


async def test_a_period_is_counted_without_what_the_closed_desk_has(pool: Pool, recorder: PostgresRecorder):
    rejected = Desk().propose(c.ProposeRejection(reasons=REASONS))
    rejected.decide(c.Reject(), APPROVER)
    released = Desk().clear(clear=False)
    released.release(EXAMINER, CLOSED_DESK)
    stories = (Desk().dispatch(), rejected, Desk().clear(clear=False), _held_before_its_rejection(), released)
    for number, desk in enumerate(stories, start=1):
        await record(recorder, number, desk.events)
    statistics = PostgresStatistics(pool, CITY)

    found = await statistics.requests(START, START + timedelta(seconds=1), 10)
    assert [each.case_id for each in found] == [case_id(1), case_id(2), case_id(5)]
    assert found[0].sent_at is not None
    assert found[1].refused_at == rejected.now
    assert len(await statistics.requests(START, LATER, 2)) == 2
    assert list(await statistics.requests(START + timedelta(seconds=1), LATER, 10)) == []

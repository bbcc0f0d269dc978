"""The backlog counts what waits, each kind by itself, with the age of the oldest."""

from datetime import timedelta

import pytest
from contracts.recorder import Sealed
from contracts.stories import batch, case_id, closed
from prometheus_client import CollectorRegistry

from adapters.metrics.backlog import BacklogMetrics
from adapters.postgres.backlog import KINDS, PostgresBacklog, Stage
from adapters.postgres.outbox import PostgresOutbox
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from domain.cases.notices import Channel
from domain.certificates.status import ENDS, Status

pytestmark = pytest.mark.database
_CAPTURED = "UPDATE reading.cases SET paid_at = now() - $1::interval WHERE NOT closed AND paid_at IS NOT NULL"
NOTHING = dict.fromkeys(KINDS, 0)


async def test_nothing_waits_at_first(pool: Pool):
    """Every kind is there with 0, every open status too."""
    backlog = await PostgresBacklog(pool).read()

    assert backlog.waiting == NOTHING
    assert set(backlog.seconds.values()) == {0}
    assert backlog.cases == backlog.overdue == {Stage("certificates", each): 0 for each in Status if each not in ENDS}
    assert backlog.paid_lately == 0


async def test_open_requests_are_counted_by_status(pool: Pool, recorder: PostgresRecorder):
    """A request counts where it stands; one that has ended does not count."""
    await recorder.record(batch(1, 1, 6))
    for part in closed(2):
        await recorder.record(part)
    await pool.execute("UPDATE reading.cases SET updated_at = now() WHERE NOT closed")
    await pool.execute(_CAPTURED, timedelta(hours=1))

    backlog = await PostgresBacklog(pool).read()
    assert {stage: count for stage, count in backlog.cases.items() if count} == {
        ("certificates", "under_examination"): 1
    }
    assert backlog.paid_lately == 1

    await pool.execute(_CAPTURED, timedelta(hours=7))
    assert (await PostgresBacklog(pool).read()).paid_lately == 0


async def test_a_deadline_that_has_passed_is_overdue(pool: Pool, recorder: PostgresRecorder):
    """Counted under the status in which the request still stands."""
    await recorder.record(batch(1, 1, 3))
    await pool.execute("UPDATE reading.cases SET due_at = now() - interval '1 hour'")

    overdue = (await PostgresBacklog(pool).read()).overdue

    assert sum(overdue.values()) == 1


async def test_staged_events_wait_until_they_are_sealed(pool: Pool, recorder: PostgresRecorder, sealed: Sealed):
    """Then their mails wait, and once the request is closed, its history."""
    for part in closed(1):
        await recorder.record(part)
    await pool.execute("UPDATE ledger.staged SET staged_at = now() - interval '1 hour'")
    backlog = await PostgresBacklog(pool).read()
    assert backlog.waiting["staged"] > 0
    assert 3600 <= backlog.seconds["staged"] < 3700
    assert backlog.waiting["mails"] == 0

    await sealed(case_id(1))
    backlog = await PostgresBacklog(pool).read()

    assert backlog.waiting == NOTHING | {"mails": 6, "archive": 1}
    assert backlog.seconds["archive"] > 0


async def test_a_mail_given_up_is_counted_apart_until_it_is_settled(
    pool: Pool, recorder: PostgresRecorder, sealed: Sealed
):
    """It no longer waits to be sent."""
    for part in closed(1):
        await recorder.record(part)
    await sealed(case_id(1))
    now = await pool.fetchval("SELECT now() + interval '1 second'")
    outbox = PostgresOutbox(pool, clock=lambda: now)
    await outbox.give_up((await outbox.claim(Channel.MAIL, 1, timedelta(minutes=1)))[0], "address_invalid")

    waiting = (await PostgresBacklog(pool).read()).waiting
    assert (waiting["mails"], waiting["mails_given_up"]) == (5, 1)
    await outbox.settle(case_id(1))
    assert (await PostgresBacklog(pool).read()).waiting["mails_given_up"] == 0


async def test_an_effect_without_its_outcome_is_counted(pool: Pool):
    """Begun outside and not heard of: its age is told."""
    await pool.execute(
        "INSERT INTO effects.journal (key, kind, case_id, intent, begun_at)"
        " VALUES ('k', 'charge', 'r', '{}', now() - interval '10 minutes')"
    )

    backlog = await PostgresBacklog(pool).read()

    assert backlog.waiting["effects"] == 1
    assert 600 <= backlog.seconds["effects"] < 700


async def test_the_figures_become_metrics_and_are_forgotten_with_the_database(pool: Pool, recorder: PostgresRecorder):
    """When the database does not answer, no old figure stays."""
    await recorder.record(batch(1, 1, 6))
    registry = CollectorRegistry()
    metrics = BacklogMetrics(registry, PostgresBacklog(pool).read)

    await metrics.refresh()
    assert (
        registry.get_sample_value("madoguchi_cases", {"procedure": "certificates", "status": "under_examination"}) == 1
    )
    assert registry.get_sample_value("madoguchi_waiting", {"kind": "mails_given_up"}) == 0
    metrics.forget()
    assert (
        registry.get_sample_value("madoguchi_cases", {"procedure": "certificates", "status": "under_examination"})
        is None
    )
    assert registry.get_sample_value("madoguchi_waiting", {"kind": "staged"}) is None

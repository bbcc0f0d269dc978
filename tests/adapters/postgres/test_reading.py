"""Worklists: in order over statuses and pages, and read by index however many requests there are."""

import json
from typing import Self

import pytest
from contracts.stories import batch, case_id

from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database
# Twenty thousand that wait for their payment, and some of everything else.
_MANY = """
    INSERT INTO reading.cases
    SELECT 'r-' || lpad(number::text, 8, '0'), procedure, 'n-' || number, municipality,
        CASE WHEN number % 20 = 0 THEN 'under_examination' ELSE 'awaiting_payment' END,
        received_at + number * interval '1 second', updated_at, due_at, assignee, closed, place, subject, likeness, state
    FROM reading.cases, generate_series(1, 20000) AS number
"""


async def test_pages_of_several_statuses_follow_one_another(recorder: PostgresRecorder, reading: PostgresReading):
    """Oldest submission first over all statuses asked for; the next page begins behind the last of the one before."""
    for number, last in ((1, 6), (2, 5), (3, 6), (4, 5), (5, 14)):
        await recorder.record(batch(number, 1, last))
    wanted = [Status.AWAITING_PAYMENT, Status.UNDER_EXAMINATION, Status.AWAITING_PAYMENT]

    first = await reading.worklist(wanted, 3)
    second = await reading.worklist(wanted, 3, first[-1].case_id)

    assert [case.case_id for case in (*first, *second)] == [case_id(number) for number in (1, 2, 3, 4)]
    assert await reading.worklist(wanted, 3, "nobody") == ()


@pytest.mark.parametrize("statuses", [(Status.AWAITING_PAYMENT,), tuple(Status)])
async def test_a_page_reads_only_what_it_shows(
    pool: Pool, recorder: PostgresRecorder, reading: PostgresReading, statuses: tuple[Status, ...]
):
    """Of twenty thousand requests a page of fifty touches a few blocks, the first page and a later one."""
    await recorder.record(batch(1, 1, 5))
    await pool.execute(_MANY)
    await pool.execute("ANALYZE reading.cases")
    ear = Ear(pool)

    for after in (None, "r-00010000"):
        assert len(await PostgresReading(ear).worklist(statuses, 50, after)) == 50
        plan = await ear.plan()
        # of which five for each case shown: its twin is looked for by index
        assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 400


async def test_secluded_cases_are_left_out_where_they_are_not_to_be_seen(
    pool: Pool, recorder: PostgresRecorder, reading: PostgresReading
):
    """Of the first page and of the next."""
    for number in (1, 2, 3):
        await recorder.record(batch(number, 1, 5))
    await pool.execute("UPDATE reading.cases SET secluded = true WHERE case_id = $1", case_id(2))
    waiting = [Status.AWAITING_PAYMENT]

    assert len(await reading.worklist(waiting, 5)) == 3
    shown = [await reading.worklist(waiting, 5, after, with_secluded=False) for after in (None, case_id(1))]
    assert [[case.case_id for case in rows] for rows in shown] == [[case_id(1), case_id(3)], [case_id(3)]]


async def test_a_state_of_a_newer_release_is_named(pool: Pool, recorder: PostgresRecorder, reading: PostgresReading):
    """Whoever asks where the case stands is told that this release cannot say; its row is listed, and so are the others."""
    for number in (1, 2):
        await recorder.record(batch(number, 1, 5))
    await pool.execute("UPDATE reading.cases SET state = state || $1 WHERE case_id = $2", '{"colour": 1}', case_id(1))

    with pytest.raises(DomainError) as refused:
        await reading.state(case_id(1))

    assert (refused.value.code, refused.value.facts) == (ErrorCode.EVENT_UNKNOWN, {"procedure": "certificates"})
    assert (await reading.state(case_id(2))).status is Status.AWAITING_PAYMENT
    assert len(await reading.worklist([Status.AWAITING_PAYMENT], 5)) == 2


class Ear:
    """Stands between the adapter and the pool and remembers what was asked."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._asked: tuple[object, ...] = ()

    def acquire(self, *, timeout: float) -> Self:
        """Lend itself as the connection."""
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def fetch(self, *asked: object) -> object:
        """Pass the question on."""
        self._asked = asked
        return await self._pool.fetch(*asked)

    async def plan(self) -> dict[str, int]:
        """Return the top of the plan with what it read."""
        query, *values = self._asked
        told = await self._pool.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", *values)
        return json.loads(told)[0]["Plan"]

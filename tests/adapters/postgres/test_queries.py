"""Queues: in the order in which somebody must act, page by page, by every filter, and read by index."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.stories import START, TERMS, batch, case_id, completed

from adapters.postgres.queries import PostgresQueries
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from domain import ids
from domain.cases.batch import EventBatch
from domain.cases.queues import NOBODY, CaseQuery, Neighbours
from domain.certificates.events import RequestReceived
from domain.certificates.kinds import CertificateKind
from domain.certificates.procedure import CERTIFICATES

pytestmark = pytest.mark.database
PAID, TAKEN = 6, 7
WORK = CaseQuery(procedure="certificates", statuses=("under_examination", "awaiting_payment"))


def due(number: int, days: int, last: int = PAID, **changes: object) -> EventBatch:
    """Return a request's first events; its processing time ends so many days after the day it began."""
    received, *more = completed(number)[:last]
    assert isinstance(received, RequestReceived)
    terms = TERMS.model_copy(update={"processing_due_at": START + timedelta(days=days)})
    return CERTIFICATES.batch(case_id(number), 1, (received.model_copy(update={"terms": terms, **changes}), *more))


@pytest.fixture
def queries(pool: Pool) -> PostgresQueries:
    """The queues."""
    return PostgresQueries(pool)


async def listed(queries: PostgresQueries, query: CaseQuery) -> list[str]:
    """Return the ids of a query's cases, read two at a time."""
    found: list[str] = []
    after = None
    while True:
        page = await queries.page(query, 2, after)
        found += [row.case_id for row in page.rows]
        after = page.next
        if after is None:
            return found


def the(*numbers: int) -> list[str]:
    """Return the ids of cases."""
    return [case_id(number) for number in numbers]


async def test_the_oldest_due_comes_first_and_pages_follow_one_another(
    recorder: PostgresRecorder, queries: PostgresQueries
):
    """Over all statuses asked for: number 4 waits for its payment until the third day."""
    for each in (
        due(1, 9),
        due(2, 2),
        due(3, 9, received_at=START - timedelta(hours=1)),
        due(4, 30, last=5),
        due(5, 5),
    ):
        await recorder.record(each)

    assert await listed(queries, WORK) == the(2, 4, 5, 3, 1)
    assert (await queries.page(WORK, 2, "nobody gave this")).rows == (await queries.page(WORK, 2)).rows


async def test_cases_without_an_instant_stand_at_the_end(
    pool: Pool, recorder: PostgresRecorder, queries: PostgresQueries
):
    """Also across pages, and as neighbours."""
    for number in (1, 2, 3, 4):
        await recorder.record(due(number, number))
    await pool.execute("UPDATE reading.cases SET act_by = NULL WHERE case_id = ANY($1::text[])", the(1, 2))

    assert await listed(queries, WORK) == the(3, 4, 1, 2)
    assert await queries.neighbours(WORK, case_id(1)) == Neighbours(*the(4, 2))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"statuses": ("awaiting_payment",)}, (4,)),
        ({"about": (("kind", "tax_certificate"),)}, (3,)),
        ({"facts": (("identity.verified", "true"), ("money.refund", "none"))}, (1, 2, 3, 4)),
        ({"facts": (("identity.verified", "false"),)}, ()),
        ({"assignees": (NOBODY,)}, (1, 3, 4)),
        ({"assignees": ("officer-sato",)}, (2,)),
        ({"assignees": ("officer-sato", NOBODY)}, (1, 2, 3, 4)),
        ({"assignees": ("officer-tanaka",)}, ()),
        ({"numbers": (ids.case_number(2026, 3), ids.case_number(2025, 3))}, (3,)),
        ({"due_by": START + timedelta(days=2)}, (1, 2)),
        ({"secluded": True}, (5,)),
        ({"secluded": None}, (1, 2, 3, 4, 5)),
        ({"procedure": "dogs"}, ()),
    ],
)
async def test_all_conditions_narrow(
    pool: Pool,
    recorder: PostgresRecorder,
    queries: PostgresQueries,
    changes: dict[str, object],
    expected: tuple[int, ...],
):
    """Page, count and neighbours have the same cases."""
    other = next(kind for kind in CertificateKind if kind is not CertificateKind.RESIDENT_RECORD_COPY)
    for each in (
        due(1, 1),
        due(2, 2, TAKEN),
        due(3, 2, kind=other, received_at=START + timedelta(1)),
        due(4, 9, last=5),
    ):
        await recorder.record(each)
    await recorder.record(due(5, 5))
    await pool.execute("UPDATE reading.cases SET secluded = true WHERE case_id = $1", case_id(5))
    await pool.execute("UPDATE reading.cases SET act_by = act_by + interval '1 s' WHERE case_id = $1", case_id(3))
    changes = {**changes, **({"about": (("kind", other.value),)} if "about" in changes else {})}
    query = WORK.model_copy(update=changes)

    assert await listed(queries, query) == the(*expected)
    assert await queries.counts([query, query], 3) == (min(len(expected), 3),) * 2
    around = [None, *the(*expected), None]
    for before, here, after in zip(around, around[1:], around[2:], strict=False):
        assert here is not None
        assert await queries.neighbours(query, here) == Neighbours(before, after)


async def test_a_case_that_has_left_the_queue_still_has_neighbours(
    recorder: PostgresRecorder, queries: PostgresQueries
):
    """Whoever has just proposed goes on with the next; a case nobody knows has none."""
    for number in (1, 2, 3):
        await recorder.record(due(number, number))
    await recorder.record(batch(2, TAKEN, TAKEN + 1))

    assert await queries.neighbours(WORK, case_id(2)) == Neighbours(*the(1, 3))
    assert await queries.neighbours(WORK, case_id(9)) == Neighbours(None, None)
    assert await queries.counts([], 5) == ()


async def test_no_condition_is_put_into_a_statement_as_it_comes(queries: PostgresQueries):
    """Names are those of our own fields, values are passed beside."""
    with pytest.raises(ValueError, match="no name"):
        await queries.counts([WORK.model_copy(update={"facts": (("a'b", "true"),)})], 5)
    assert await queries.counts([WORK.model_copy(update={"numbers": ("';--",)})], 5) == (0,)


async def test_years_far_away_can_be_named(queries: PostgresQueries):
    """A mark is anybody's to write."""
    mark = f"{'9' * 17}.{'9' * 17}.{case_id(1)}"
    assert (
        await queries.page(WORK.model_copy(update={"due_by": datetime(9999, 1, 1, tzinfo=UTC)}), 2, mark)
    ).rows == ()

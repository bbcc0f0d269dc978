"""Cases of several procedures in one house: lists over all of them, and a release that does not know one lets it be."""

from datetime import UTC, datetime

import pytest
from contracts.stories import START, batch, batches, case_id, completed
from fakes.dogs.events import DogEvent, DogRegistered, DogSubmitted
from fakes.dogs.procedure import DOGS
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.backlog import PostgresBacklog
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from audit.rebuild import rebuild
from domain import ids
from domain.cases.batch import EventBatch
from domain.certificates.procedure import CERTIFICATES
from domain.errors import DomainError, ErrorCode
from domain.procedures import Procedures

pytestmark = pytest.mark.database

DOG = "dog-0190b5b4-0000-7000-8000-000000000001"
BOTH, OLDER = Procedures(CERTIFICATES, DOGS), Procedures(CERTIFICATES)
ALL = {*DOGS.statuses, *CERTIFICATES.statuses}


def dog(last: int) -> EventBatch:
    """Return a dog's first events."""
    received = {"case_number": ids.case_number(2026, 9), "municipality": "999001", "received_at": START}
    events: tuple[DogEvent, ...] = (
        DogSubmitted(at=START, by="system", breed="柴犬", **received),
        DogRegistered(at=START, by="officer-sato", decision_id="decision-1", tag=7),
    )
    return DOGS.batch(DOG, 1, events[:last])


async def test_lists_go_over_all_procedures_or_one(pool: Pool) -> None:
    """What every case has stands in one row; what it is about only its procedure reads."""
    recorder, reading = PostgresRecorder(pool, BOTH), PostgresReading(pool, BOTH)
    for each in (dog(1), batch(1, 1, 5)):
        await recorder.record(each)

    listed = {row.case_id: row for row in await reading.worklist(ALL, 10)}
    assert {(row.procedure, row.status) for row in listed.values()} == {
        ("dogs", "submitted"),
        ("certificates", "awaiting_payment"),
    }
    assert listed[DOG].subject == {"breed": "柴犬", "tag": None}
    assert [row.case_id for row in await reading.worklist(ALL, 10, procedure="dogs")] == [DOG]
    due = datetime(2027, 1, 1, tzinfo=UTC)
    assert [row.case_id for row in await reading.due(due, 10)] == [case_id(1)]
    assert await reading.due(due, 10, "dogs") == ()
    assert (await reading.counts())["dogs"] == {"submitted": 1, "registered": 0, "refused": 0}
    assert (await PostgresBacklog(pool, BOTH).read()).cases["dogs", "submitted"] == 1


async def test_a_release_that_does_not_know_a_procedure_goes_on_with_the_others(pool: Pool) -> None:
    """It records nothing of the unknown one, lists none of it, and says so when asked for it by name."""
    await PostgresRecorder(pool, BOTH).record(dog(1))
    recorder, reading = PostgresRecorder(pool, OLDER), PostgresReading(pool, OLDER)

    for part in batches(1):
        await recorder.record(part)
    with pytest.raises(DomainError) as refused:
        await recorder.record(dog(2))

    assert refused.value.code is ErrorCode.PROCEDURE_UNKNOWN
    assert tuple(await reading.events(case_id(1))) == completed(1)
    assert [row.case_id for row in await reading.worklist(ALL, 10)] == [case_id(1)]
    assert (await reading.counts())["dogs"] == {"submitted": 1}
    assert sum((await PostgresBacklog(pool, OLDER).read()).cases.values()) == 0


async def test_read_tables_made_anew_leave_rows_of_an_unknown_procedure(pool: Pool) -> None:
    """Who knows the procedure makes its rows anew; to others they are not theirs to remove."""
    await seal_batches(pool, [dog(2), *batches(1)], BOTH)
    before = await PostgresReading(pool, BOTH).row(DOG)
    await pool.execute("UPDATE reading.cases SET place = 1")

    assert await rebuild(pool, OLDER) == 1
    assert await pool.fetchval("SELECT place FROM reading.cases WHERE case_id = $1", DOG) == 1
    assert await pool.fetchval("SELECT place FROM reading.cases WHERE case_id = $1", case_id(1)) == len(completed(1))

    assert await rebuild(pool, BOTH) == 2
    assert await PostgresReading(pool, BOTH).row(DOG) == before

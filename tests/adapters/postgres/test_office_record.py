"""The office's record as the read table has it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from contracts.stories import batch, batches, completed
from fixtures.sealed_ledger import seal_batches

from adapters.policy.files import PolicyFiles
from adapters.postgres.certificates.office_record import PostgresOfficeRecord
from adapters.postgres.session import Pool
from audit.rebuild import rebuild
from domain.certificates.kinds import CertificateKind
from domain.errors import PortUnavailable

pytestmark = pytest.mark.database
BOOK = PolicyFiles(Path(__file__).parents[3] / "municipalities")
KIND = CertificateKind.RESIDENT_RECORD_COPY
CITY = completed(1)[0].municipality


class _Clock:
    def __init__(self) -> None:
        self.now = completed(1)[-1].at.astimezone(UTC) + timedelta(days=1)

    def __call__(self) -> datetime:
        return self.now


class _AnyCity:
    """The calendar of one city for whichever."""

    def closed_days(self, _code: str, first_year: int, last_year: int):
        return BOOK.closed_days("999001", first_year, last_year)


async def test_counts_and_days_come_from_the_read_table(pool: Pool):
    """Two sent, one under way; ten minutes later the third is known."""
    await seal_batches(pool, (*batches(1), *batches(2), batch(3, 1, 3)))
    await rebuild(pool)
    clock = _Clock()
    office = PostgresOfficeRecord(pool, CITY, _AnyCity(), clock)  # type: ignore[arg-type]

    told = (await office.published()).figures[KIND]
    assert (told.received, told.in_time, told.issued) == (3, 100, 100)
    assert told.typical is not None

    await seal_batches(pool, batches(4))
    await rebuild(pool)
    assert (await office.published()).figures[KIND].received == 3, "the answer of a moment ago serves"
    clock.now += timedelta(minutes=11)
    assert (await office.published()).figures[KIND].received == 4


async def test_another_citys_requests_and_old_ones_are_not_counted(pool: Pool):
    """Each city publishes its own, of one year."""
    await seal_batches(pool, batches(1))
    await rebuild(pool)
    clock = _Clock()

    other = PostgresOfficeRecord(pool, "999002" if CITY != "999002" else "999001", _AnyCity(), clock)  # type: ignore[arg-type]
    assert (await other.published()).figures[KIND].received == 0
    clock.now += timedelta(days=366)
    late = PostgresOfficeRecord(pool, CITY, _AnyCity(), clock)  # type: ignore[arg-type]
    assert (await late.published()).figures[KIND].received == 0


async def test_while_the_database_is_away_the_answer_before_serves(pool: Pool):
    """No page is refused for want of a figure; the first one needs the database."""
    await seal_batches(pool, batches(1))
    await rebuild(pool)
    clock = _Clock()
    office = PostgresOfficeRecord(pool, CITY, _AnyCity(), clock)  # type: ignore[arg-type]
    told = await office.published()
    clock.now += timedelta(minutes=11)
    office._pool = _Away()  # type: ignore[assignment]

    assert await office.published() is told
    with pytest.raises(PortUnavailable):
        await PostgresOfficeRecord(_Away(), CITY, _AnyCity(), clock).published()  # type: ignore[arg-type]


class _Away:
    def acquire(self, **_given: object):
        raise ConnectionRefusedError

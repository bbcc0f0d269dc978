"""Our own books as the run reads them: what has ended, and what waits until when."""

import pytest
from contracts.stories import batch, batches, case_id, completed
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.session import Pool
from chaos.books import OurBooks
from domain.certificates.events import RequestReceived

pytestmark = pytest.mark.database
_TAKE_IN = """
    INSERT INTO intake.cases
        (case_id, procedure, case_number, receipt_hash, code_hash, municipality, subject, received_at)
    VALUES ($1, 'certificates', $2, $1, '', $3, '{"kind": "resident_record_copy", "options": {}, "copies": 1}', $4)
"""


async def take_in(pool: Pool, number: int) -> str:
    """Put a request into the intake and return its case number."""
    received = completed(number)[0]
    assert isinstance(received, RequestReceived)
    row = (received.case_number, received.municipality, received.received_at)
    await pool.execute(_TAKE_IN, case_id(number), *row)
    return received.case_number


async def test_what_has_not_ended_is_listed_with_its_deadline(pool: Pool, postgres_dsn: str):
    """One completed, one in an officer's hands until the 標準処理期間 ends, one that nothing has happened to."""
    await seal_batches(pool, [*batches(1), batch(2, 1, 3)])
    _, begun, untouched = [await take_in(pool, number) for number in (1, 2, 3)]
    books = OurBooks(postgres_dsn)

    waiting = {each.case_number: each for each in await books.open_requests()}

    assert set(waiting) == {begun, untouched}
    assert waiting[begun].due_at
    assert (waiting[untouched].status, waiting[untouched].due_at) == ("received", "")


async def test_a_request_is_found_by_its_receipt_and_known_to_have_ended(pool: Pool, postgres_dsn: str):
    """Nothing is staged any more of what is sealed."""
    await seal_batches(pool, [*batches(1), batch(2, 1, 3)])
    receipt = await take_in(pool, 1)
    books = OurBooks(postgres_dsn)

    assert await books.request_of(receipt) == case_id(1)
    assert await books.request_of("none") == ""
    assert (await books.is_closed(case_id(1)), await books.is_closed(case_id(2))) == (True, False)
    assert await books.staged() == 0
    assert len(await books.read_tables()) == 2

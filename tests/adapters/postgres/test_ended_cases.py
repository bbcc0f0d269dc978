"""Entries behind a request's end: durable at once, sealed in their place, and never over what is still uncertain."""

from datetime import timedelta

import pytest
from contracts.recorder import Sealed
from contracts.stories import START, batch, case_id, closed, completed, mark

from adapters.postgres.ended_cases import PostgresEndedCases
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool
from domain.certificates.evolve import fold
from domain.certificates.overpayment import record_money
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.payments.overpayment import OverpaymentFact, OverpaymentFound, OverpaymentReturned

pytestmark = pytest.mark.database
LATER = START + timedelta(days=3)
FOUND = OverpaymentFound(
    at=LATER,
    by="system",
    payment_id=f"pay-{case_id(1)}",
    charge_id=f"pay-{case_id(1)}-2",
    amount=300,
    provider_reference="r2",
    captured_at=LATER,
)
RETURNED = OverpaymentReturned(
    at=LATER, by="system", payment_id=FOUND.payment_id, charge_id=FOUND.charge_id, method="refund"
)


async def add(ended: PostgresEndedCases, fact: OverpaymentFact) -> RequestState:
    """Add a fact to the first request."""
    return await ended.add(case_id(1), lambda state: record_money(state, fact, LATER))


async def test_facts_after_the_end_are_sealed_behind_it_once(
    pool: Pool, recorder: PostgresRecorder, sealing: PostgresSealing, sealed: Sealed
):
    """Found and returned, each told twice: two entries, in the read table and in the ledger, with the mail of the return."""
    for part in closed(1):
        await recorder.record(part)
        await sealed(case_id(1))
    ended = PostgresEndedCases(pool)
    for fact in (FOUND, FOUND, RETURNED, RETURNED):
        state = await add(ended, fact)
    await sealing.seal_durable(10)

    entries = await pool.fetch("SELECT place FROM ledger.entries ORDER BY place")
    events = await PostgresReading(pool).events(case_id(1))
    assert [row["place"] for row in entries] == list(range(1, len(completed(1)) + 4))
    assert [event.type for event in events][-3:] == ["late_returns_over", "overpayment_found", "overpayment_returned"]
    assert await PostgresReading(pool).state(case_id(1)) == state == fold(events)
    told = await pool.fetch("SELECT notice FROM outbox.notices WHERE occasion > $1", len(completed(1)))
    assert [row["notice"] for row in told] == ["refunded"]


async def test_nothing_is_added_over_what_a_lost_task_may_have_staged(pool: Pool, recorder: PostgresRecorder):
    """While the last task is undecided its events may still be taken back: the entry waits."""
    for part in closed(1):
        await recorder.record(part)
    with pytest.raises(PortUnavailable):
        await add(PostgresEndedCases(pool), FOUND)


async def test_nothing_is_added_to_a_request_under_way(pool: Pool, recorder: PostgresRecorder, sealed: Sealed):
    """Its own workflow takes the fact."""
    await recorder.record(batch(1, 1, 6, mark(3)))
    await sealed(case_id(1))
    with pytest.raises(PortUnavailable):
        await add(PostgresEndedCases(pool), FOUND)


async def test_an_unknown_request_is_told(pool: Pool):
    """Nobody's money is recorded nowhere."""
    with pytest.raises(DomainError) as told:
        await add(PostgresEndedCases(pool), FOUND)
    assert told.value.code is ErrorCode.REQUEST_UNKNOWN

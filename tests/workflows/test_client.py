"""What callers are told, on the server that production runs: the development server's answers are the real ones."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fakes.numbers import FakeNumbers
from fixtures.engine import TEST_RING
from fixtures.late_stop import EndedPayment, LateStop
from fixtures.procedure import EXAMINER, Procedure, procedure_on
from temporalio.client import Client
from temporalio.worker import Worker

from adapters.temporal.connection import connect
from domain.certificates import commands as c
from domain.certificates.money_events import PaymentCaptured, PaymentRequested
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode, PortUnavailable
from workflows.certificates.client import CertificateRequestClient
from workflows.certificates.messages import PostalHint
from workflows.fee_payment.client import FeePaymentClient
from workflows.fee_payment.messages import FeeOrder, RenewCode

pytestmark = pytest.mark.engine


@pytest.fixture
async def procedure(engine: Client) -> AsyncIterator[Procedure]:
    """Give a request on the development server."""
    async with procedure_on(engine) as running:
        yield running


async def test_the_whole_way_within_its_budget(procedure: Procedure) -> None:
    """On the real server too: completed, replayable state, and at most 100 events and 64 KiB with the payment."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED
    events = [event for history in (await procedure.histories()).values() for event in history.events]
    assert len(events) <= 100
    assert sum(event.ByteSize() for event in events) <= 64 * 1024
    assert max(event.ByteSize() for event in events) <= 16 * 1024


async def test_a_closed_request_says_so(procedure: Procedure) -> None:
    """After the end every decision is refused as closed, the state can still be asked, and starting is no error."""
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    await procedure.withdraw()
    await procedure.ended()
    with pytest.raises(DomainError) as refused:
        await procedure.decide(c.Take(), EXAMINER)
    assert refused.value.code is ErrorCode.REQUEST_CLOSED
    with pytest.raises(DomainError) as too_late:
        await procedure.requests.postal_hint(procedure.case_id, PostalHint(event_id="scan-1"))
    assert too_late.value.code is ErrorCode.REQUEST_CLOSED
    assert (await procedure.state()).status is Status.WITHDRAWN
    await procedure.requests.start(procedure.order())
    assert procedure.story.count("request_received") == 1


async def test_an_unknown_request_says_so(procedure: Procedure) -> None:
    """Nobody decides about, asks for, or waits for a request that does not exist."""
    for call in (procedure.withdraw(), procedure.state(), procedure.requests.ended(procedure.case_id)):
        with pytest.raises(DomainError) as refused:
            await call
        assert refused.value.code is ErrorCode.REQUEST_UNKNOWN


async def test_hints_for_no_payment_are_told(procedure: Procedure) -> None:
    """A webhook for a payment that is not under way is not an error, but the caller learns it."""
    assert not await procedure.hint()
    assert not await procedure.payments.renew(procedure.payment_id, RenewCode(asked_at=datetime.now(UTC)))


async def test_a_payment_that_ends_while_it_is_being_stopped(engine: Client) -> None:
    """The engine refuses to tell it; that is no error, and its outcome, money and all, is taken."""
    queue = f"late-stop-{uuid4()}"
    order = FeeOrder(payment_id="pay-1", amount=300, purpose="x", due_at=datetime.now(UTC))
    async with Worker(engine, task_queue=queue, workflows=[LateStop, EndedPayment]):
        outcome = await engine.execute_workflow(LateStop.run, order, id=queue, task_queue=queue)
    assert outcome.capture.charge_id == "pay-1"


async def test_a_system_that_asks_for_a_pause_keeps_no_decision_out(procedure: Procedure) -> None:
    """Retry-After is waited for by a timer, not inside a task: a withdrawal meanwhile is taken at once."""
    faults = procedure.city.verifier.faults
    faults.down, faults.retry_after = True, 30
    await procedure.submit()
    await procedure.seen_call("verify", faults)
    await procedure.withdraw()
    assert (await procedure.ended()).status is Status.WITHDRAWN
    history = (await procedure.histories())["certificate-request"]
    assert len(history.events) < 20


async def test_two_starts_at_once_are_one(procedure: Procedure) -> None:
    """Counter and sweeper may start the same request at the same time."""
    await procedure.tell_time()
    await procedure.city.submit(procedure.case_id, "999001")
    order = procedure.order()
    await asyncio.gather(*(procedure.requests.start(order) for _ in range(5)))
    await procedure.seen(PaymentRequested)
    await procedure.withdraw()
    await procedure.ended()
    assert procedure.story.count("request_received") == 1


async def test_without_an_engine_every_call_says_so() -> None:
    """A lazy connection to nowhere raises PortUnavailable from each call, and so does a patient one."""
    nowhere = "127.0.0.1:1"
    with pytest.raises(PortUnavailable):
        await connect(nowhere, "default", TEST_RING)
    client = await connect(nowhere, "default", TEST_RING, lazy=True)
    with pytest.raises(PortUnavailable):
        await CertificateRequestClient(client, FakeNumbers()).state("cert-01a0c450-6c00-7426-82d1-9424780cd580")
    with pytest.raises(PortUnavailable):
        await FeePaymentClient(client).hint("pay-1", "pay-1")

"""A stranger at the engine's port takes the name of a request's payment before it begins: the request goes its way."""

from datetime import timedelta

import pytest
from fixtures.procedure import Procedure
from temporalio.client import Client, WorkflowHandle

from domain import ids
from domain.certificates.events import Withdrawn
from domain.certificates.money_events import PaymentCaptured, PaymentRequested
from domain.certificates.status import Status

pytestmark = pytest.mark.engine


async def _taken(procedure: Procedure) -> WorkflowHandle[object, object]:
    """Start something by the payment's name that nobody takes up, or the engine would let no time pass; then submit."""
    stranger = Client(procedure.engine.service_client, namespace=procedure.engine.namespace)
    name = ids.payment_workflow_id(procedure.payment_id)
    handle = await stranger.start_workflow(
        "fee-payment", "{}", id=name, task_queue="nowhere", start_delay=timedelta(days=60)
    )
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    return handle


async def test_the_payment_begins_when_its_name_is_free(procedure: Procedure) -> None:
    """Asked for again after one minute, two, four …; nothing is lost."""
    stranger = await _taken(procedure)
    await procedure.skip(timedelta(minutes=10))
    assert (await procedure.state()).status is Status.AWAITING_PAYMENT
    await stranger.terminate("an operator looked")
    await procedure.skip(timedelta(minutes=20))
    await procedure.pay()
    await procedure.seen(PaymentCaptured)


async def test_a_name_that_never_is_free_ends_as_an_unpaid_request(procedure: Procedure) -> None:
    """At the deadline it lapses; no task failed."""
    await _taken(procedure)
    assert (await procedure.ended()).status is Status.LAPSED


async def test_the_citizen_can_withdraw_meanwhile(procedure: Procedure) -> None:
    """What is decided while the name is taken is recorded at once."""
    await _taken(procedure)
    await procedure.withdraw()
    await procedure.seen(Withdrawn)
    assert (await procedure.ended()).status is Status.WITHDRAWN

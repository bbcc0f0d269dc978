"""One request from the counter to the letter box, on a real engine."""

import pytest
from fixtures.procedure import Procedure

from domain.requests import events as e
from domain.requests.status import RefundStatus, Status

pytestmark = pytest.mark.engine


async def test_a_paid_request_reaches_the_letter_box(procedure: Procedure) -> None:
    """Verified, paid, approved by a second person, printed, posted, delivered."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(e.PaymentCaptured)
    await procedure.approve()
    await procedure.send()
    await procedure.deliver()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.COMPLETED, RefundStatus.NONE)
    assert procedure.city.provider.captures == [procedure.payment_id]
    assert len(procedure.city.carrier.letters) == 1

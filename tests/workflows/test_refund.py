"""還付: what must go back goes back once, or lies with a named officer before the request closes."""

from datetime import timedelta

import pytest
from fakes.book import PAY_AFTER_APPROVAL, PAY_FIRST
from fixtures.procedure import APPROVER, EXAMINER, Procedure

from domain.certificates import commands as c
from domain.certificates.examination_events import Remark
from domain.certificates.identity_events import EligibilityConfirmed, Held
from domain.certificates.money_events import PaymentCaptured, RefundDue, Refunded, RefundHandedToOfficer
from domain.certificates.status import RefundStatus, RejectionReason, Status
from domain.errors import PortRejected

pytestmark = pytest.mark.engine


async def _paid(procedure: Procedure) -> None:
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)


async def _rejected(procedure: Procedure) -> None:
    await procedure.decide(c.ProposeRejection(reasons=(RejectionReason.DUPLICATE,)), EXAMINER)
    await procedure.decide(c.Reject(), APPROVER)


async def test_a_rejection_gives_the_fee_back(procedure: Procedure) -> None:
    """On the day of the payment the capture is undone."""
    await _paid(procedure)
    await _rejected(procedure)
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.REJECTED, RefundStatus.DONE)
    refunded = procedure.events[-1]
    assert isinstance(refunded, Refunded)
    assert refunded.method == "cancellation"


async def test_days_later_the_money_goes_back_as_a_refund(procedure: Procedure) -> None:
    """After the provider's window it is refunded; a pending refund is asked about until it is done."""
    await _paid(procedure)
    await procedure.skip(timedelta(days=3))
    await _rejected(procedure)
    outcome = await procedure.ended()
    assert outcome.refund is RefundStatus.DONE
    refunded = procedure.events[-1]
    assert isinstance(refunded, Refunded)
    assert refunded.method == "refund"
    assert procedure.city.provider.returns == [procedure.payment_id]


async def test_a_lost_answer_does_not_refund_twice(procedure: Procedure) -> None:
    """When the provider did it and did not answer, it is asked by key before anything is repeated."""
    await _paid(procedure)
    procedure.city.provider.faults.lose_answer("give_back")
    await _rejected(procedure)
    assert (await procedure.ended()).refund is RefundStatus.DONE
    assert procedure.city.provider.returns == [procedure.payment_id]


async def test_money_the_provider_will_not_give_back_goes_to_an_officer(procedure: Procedure) -> None:
    """Refused for three days, the refund is handed to the officer the city names, and only then the request closes."""
    await _paid(procedure)
    refused = PortRejected("payments", "balance_too_low")
    procedure.city.provider.faults.always_refuse("give_back", refused)
    await _rejected(procedure)
    await procedure.seen(RefundDue)
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.REJECTED, RefundStatus.WITH_OFFICER)
    handed = procedure.events[-1]
    assert isinstance(handed, RefundHandedToOfficer)
    assert handed.officer == "officer-kimura"
    due = next(event for event in procedure.events if isinstance(event, RefundDue))
    assert handed.at - due.at >= timedelta(days=2, hours=23)
    assert procedure.city.provider.faults.calls["give_back"] > 100


async def test_a_refusal_that_ends_in_time_is_no_matter(procedure: Procedure) -> None:
    """A merchant account without money refuses today and pays tomorrow."""
    await _paid(procedure)
    procedure.city.provider.faults.always_refuse("give_back", PortRejected("payments", "balance_too_low"))
    await _rejected(procedure)
    await procedure.seen(RefundDue)
    await procedure.skip(timedelta(hours=20))
    procedure.city.provider.faults.always_refuse("give_back", None)
    assert (await procedure.ended()).refund is RefundStatus.DONE


@pytest.mark.parametrize("stage", ["examination", "taken", "proposed", "returned"])
async def test_a_paid_request_withdrawn_gets_the_fee_back(procedure: Procedure, stage: str) -> None:
    """Until printing begins the citizen may withdraw, wherever the request stands."""
    await _paid(procedure)
    if stage != "examination":
        await procedure.decide(c.Take(), EXAMINER)
    if stage == "proposed":
        await procedure.decide(c.ProposeApproval(), EXAMINER)
    if stage == "returned":
        remark = Remark(field="delivery.address", code="incomplete")
        await procedure.decide(c.ReturnToApplicant(remarks=(remark,)), EXAMINER)
    await procedure.withdraw()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.WITHDRAWN, RefundStatus.DONE)


@pytest.mark.parametrize(("municipality", "on_lapse"), [(PAY_FIRST, False), (PAY_FIRST, True)])
async def test_a_lapse_gives_back_what_the_ordinance_says(
    procedure: Procedure, municipality: str, on_lapse: bool
) -> None:
    """Nobody corrected in time: the fee stays or goes back by rule."""
    procedure.city.book.refunds(municipality, on_lapse=on_lapse)
    await _paid(procedure)
    remark = Remark(field="delivery.address", code="incomplete")
    await procedure.decide(c.ReturnToApplicant(remarks=(remark,)), EXAMINER)
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (
        Status.LAPSED,
        RefundStatus.DONE if on_lapse else RefundStatus.NONE,
    )


async def test_a_held_request_can_be_withdrawn(procedure: Procedure) -> None:
    """Before anything was paid, with nothing to give back."""
    procedure.city.registry.suppressed = True
    await procedure.submit()
    await procedure.seen(Held)
    await procedure.withdraw()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.WITHDRAWN, RefundStatus.NONE)


async def test_where_nothing_goes_back_a_withdrawal_keeps_the_fee(procedure: Procedure) -> None:
    """A city whose ordinance gives nothing back closes the request at once."""
    await procedure.submit(PAY_AFTER_APPROVAL)
    await procedure.seen(EligibilityConfirmed)
    await procedure.approve()
    procedure.city.registry.suppressed = True
    await procedure.pay()
    await procedure.seen(Held)
    await procedure.withdraw()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.WITHDRAWN, RefundStatus.NONE)
    assert "refund_due" not in procedure.story

"""本人確認 and the register: what is clear goes on, what is unclear waits for an officer, what is wrong ends."""

from datetime import timedelta

import pytest
from fixtures.procedure import APPROVER, EXAMINER, Procedure

from domain.certificates import commands as c
from domain.certificates.identity_events import EligibilityConfirmed, Held, IdentityVerified
from domain.certificates.money_events import PaymentCaptured, PaymentRequested
from domain.certificates.status import HoldStage, RefundStatus, RejectionReason, Status
from domain.certificates.vault import RequestItem
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.identity.attributes import IdentityReason, Revocation
from domain.identity.residents import ResidencyStatus

pytestmark = pytest.mark.engine

REASONS = (RejectionReason.COUNTER_ONLY,)


async def test_a_signature_that_identifies_nobody_is_rejected(procedure: Procedure) -> None:
    """A forged or foreign signature ends the request before any money moves."""
    procedure.city.verifier.reasons = (IdentityReason.TEXT_DIFFERS,)
    await procedure.submit()
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.REJECTED, RefundStatus.NONE)
    assert procedure.story == ["request_received", "identity_refused"]


async def test_an_unknown_revocation_is_never_good(procedure: Procedure) -> None:
    """While the revocation list cannot be had for two days the request is held, and checked again when an officer says so."""
    procedure.city.verifier.faults.down = True
    procedure.city.verifier.faults.retry_after = 3600
    await procedure.submit()
    await procedure.skip(timedelta(days=3))
    held = await procedure.seen(Held)
    assert held.stage is HoldStage.IDENTITY
    procedure.city.verifier.faults.down = False
    await procedure.decide(c.CheckAgain(), EXAMINER)
    await procedure.seen(IdentityVerified)
    await procedure.seen(PaymentRequested)


async def test_a_list_that_answers_unknown_is_asked_again(procedure: Procedure) -> None:
    """The verifier's own "unknown" is retried, and good when the list comes back."""
    procedure.city.verifier.revocation = Revocation.UNKNOWN
    await procedure.submit()
    await procedure.skip(timedelta(minutes=10))
    assert "identity_verified" not in procedure.story
    procedure.city.verifier.revocation = Revocation.GOOD
    await procedure.skip(timedelta(minutes=10))
    await procedure.seen(IdentityVerified)


@pytest.mark.parametrize("status", [ResidencyStatus.RESIDENT, ResidencyStatus.DIFFERS])
async def test_a_held_request_says_nothing_of_its_reason(procedure: Procedure, status: ResidencyStatus) -> None:
    """支援措置 and a mere difference leave the same words in the ledger; an approver rejects and nothing was paid."""
    procedure.city.registry.status = status
    procedure.city.registry.suppressed = status is ResidencyStatus.RESIDENT
    await procedure.submit()
    await procedure.seen(Held)
    held = procedure.events[-1].model_dump(exclude={"at", "evidence", "applicant"})
    assert held == {"by": "system", "type": "held", "stage": HoldStage.ELIGIBILITY}
    await procedure.decide(c.OpenFinding(), EXAMINER)
    await procedure.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    await procedure.decide(c.Reject(), APPROVER)
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.REJECTED, RefundStatus.NONE)


async def test_a_hold_may_be_released(procedure: Procedure) -> None:
    """Two people looked: the request goes on to payment without asking the register again."""
    procedure.city.registry.status = ResidencyStatus.DIFFERS
    await procedure.submit()
    await procedure.seen(Held)
    await procedure.release()
    await procedure.seen(PaymentRequested)
    assert procedure.city.registry.faults.calls["look_up"] == 1


async def test_nobody_decides_their_own_held_request(procedure: Procedure) -> None:
    """Who the applicant is, is known of held requests too: an examiner cannot open their own."""
    procedure.city.registry.suppressed = True
    await procedure.submit()
    await procedure.seen(Held)
    applicant = procedure.city.vault.pseudonym("resident", "r-1001")
    with pytest.raises(DomainError) as refused:
        await procedure.decide(c.OpenFinding(), EXAMINER.model_copy(update={"person": applicant}))
    assert refused.value.code is ErrorCode.OWN_REQUEST


async def test_a_measure_that_began_after_submission_stops_the_printing(procedure: Procedure) -> None:
    """The register is asked again right before printing; the paid request is held, and a release lets it go on."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    procedure.city.registry.suppressed = True
    await procedure.approve()
    held = await procedure.seen(Held)
    assert held.stage is HoldStage.BEFORE_ISSUE
    assert not [item for _, item in procedure.city.vault.items if item.kind is RequestItem.CERTIFICATE]
    await procedure.release()
    await procedure.send()
    await procedure.deliver()
    assert (await procedure.ended()).status is Status.COMPLETED


async def test_a_request_held_before_printing_can_be_rejected_with_the_money_back(procedure: Procedure) -> None:
    """What was paid goes back, by the city's rule."""
    await procedure.submit()
    await procedure.pay()
    await procedure.seen(PaymentCaptured)
    procedure.city.registry.suppressed = True
    await procedure.approve()
    await procedure.seen(Held)
    await procedure.decide(c.OpenFinding(), EXAMINER)
    await procedure.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    await procedure.decide(c.Reject(), APPROVER)
    outcome = await procedure.ended()
    assert (outcome.status, outcome.refund) == (Status.REJECTED, RefundStatus.DONE)


async def test_an_unreachable_register_holds_the_request(procedure: Procedure) -> None:
    """After two days without an answer an officer must look; on their word the register is asked again."""
    procedure.city.registry.faults.always_refuse("look_up", PortUnavailable("registry", retry_after=3600))
    await procedure.submit()
    await procedure.seen(IdentityVerified)
    await procedure.skip(timedelta(days=3))
    await procedure.seen(Held)
    procedure.city.registry.faults.always_refuse("look_up", None)
    await procedure.decide(c.CheckAgain(), EXAMINER)
    confirmed = await procedure.seen(EligibilityConfirmed)
    assert confirmed.applicant == procedure.city.vault.pseudonym("resident", "r-1001")


async def test_a_withdrawal_does_not_wait_for_a_check(procedure: Procedure) -> None:
    """Whoever withdraws while the first check runs is done at once; the check is dropped."""
    procedure.city.verifier.faults.hold()
    await procedure.submit()
    await procedure.seen_call("verify held", procedure.city.verifier.faults)
    await procedure.withdraw()
    assert (await procedure.ended()).status is Status.WITHDRAWN
    assert procedure.story == ["request_received", "withdrawn"]
    assert procedure.city.verifier.faults.calls["verify"] == 0


async def test_a_withdrawal_does_not_wait_for_a_system_that_is_down(procedure: Procedure) -> None:
    """Whoever withdraws while the check is being repeated is done at once."""
    procedure.city.verifier.faults.down = True
    await procedure.submit()
    await procedure.seen_call("verify", procedure.city.verifier.faults, 4)
    await procedure.withdraw()
    assert (await procedure.ended()).status is Status.WITHDRAWN
    assert procedure.story == ["request_received", "withdrawn"]

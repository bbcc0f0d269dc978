"""The procedure's checks: who asks, and whether the register lets the certificate be issued."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.certificates.identity import IdentityActivities, VerifyIdentity
    from activities.certificates.registry import CheckEligibility, RegistryActivities
    from domain.certificates.identity_events import EligibilityConfirmed, Held, IdentityRefused, IdentityVerified
    from domain.certificates.status import HoldStage, Status
    from workflows.calling import StepFailed
    from workflows.cases.waiting import ask
    from workflows.certificates.case import RequestCase
    from workflows.certificates.waiting import carry_out
    from workflows.stamping import stamp

# How long an unreachable revocation list or registry may keep a request before an officer must look.
_CHECK_WITHIN = timedelta(days=2)


async def verify(case: RequestCase) -> None:
    """本人確認, then the register: a request that both clear goes on; what is unclear an officer looks at."""
    if not case.state.identity.verified:
        await carry_out(case, _check_identity(case))
    if case.state.status is Status.VERIFYING and case.state.identity.verified:
        await carry_out(case, check_eligibility(case, HoldStage.ELIGIBILITY))


async def _check_identity(case: RequestCase) -> IdentityVerified | IdentityRefused | Held | None:
    state = case.state
    order = VerifyIdentity(case_id=case.order.case_id, revision=state.revision, arrived_at=state.signature_arrived_at)
    try:
        outcome = await ask(case, IdentityActivities.verify_identity, order, within=_CHECK_WITHIN)
    except StepFailed:
        return Held(**stamp(), stage=HoldStage.IDENTITY)
    if outcome is None:
        return None
    if outcome.verified:
        return IdentityVerified(**stamp(), evidence=outcome.evidence, revocation_source=outcome.revocation_source)
    if not outcome.reasons:
        return Held(**stamp(), stage=HoldStage.IDENTITY)
    return IdentityRefused(**stamp(), evidence=outcome.evidence, reasons=outcome.reasons)


async def check_eligibility(case: RequestCase, stage: HoldStage) -> EligibilityConfirmed | Held | None:
    """Ask the register; at submission and again right before issue (支援措置 may have begun in between)."""
    order = CheckEligibility(
        case_id=case.order.case_id,
        revision=case.state.revision,
        stage=stage,
        look=case.state.identity.looks + 1,
    )
    try:
        outcome = await ask(case, RegistryActivities.check_eligibility, order, within=_CHECK_WITHIN)
    except StepFailed:
        return Held(**stamp(), stage=stage)
    if outcome is None:
        return None
    case.ways = outcome.ways
    kind = EligibilityConfirmed if outcome.clear else Held
    return kind(**stamp(), stage=stage, evidence=outcome.evidence, applicant=outcome.applicant)

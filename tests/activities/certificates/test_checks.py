"""本人確認, the register, the policy and the ledger, one activity at a time."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from contracts.stories import batch
from fakes.city import ADDRESS, NAME, City
from temporalio.exceptions import ApplicationError

from activities.certificates.identity import IdentityActivities, VerifyIdentity
from activities.certificates.registry import CheckEligibility, RegistryActivities
from activities.policy import ComputeDeadline, PolicyActivities
from activities.recording import RecordingActivities
from domain.cases.vault import VaultItem
from domain.certificates.holds import WaysOut
from domain.certificates.status import HoldStage
from domain.certificates.terms import DeadlineKind
from domain.certificates.vault import RequestItem
from domain.errors import PortUnavailable
from domain.identity.attributes import IdentityFinding, IdentityReason, Revocation
from domain.identity.residents import RegistryFinding, ResidencyStatus

REQUEST = "0190b5b4-0000-7000-8000-000000000001"


Run = Callable[[Callable[[Any], Awaitable[Any]], Any], Awaitable[Any]]
ARRIVED = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
VERIFY = VerifyIdentity(case_id=REQUEST, revision=1, arrived_at=ARRIVED)
CHECK = CheckEligibility(case_id=REQUEST, revision=1, stage=HoldStage.ELIGIBILITY)


@pytest.fixture
async def identity(city: City) -> IdentityActivities:
    """Give the identity check of a request."""
    await city.submit(REQUEST, "999001")
    return IdentityActivities(city.vault, city.verifier, city.book)


@pytest.fixture
async def registry(city: City, identity: IdentityActivities, run: Run) -> RegistryActivities:
    """Give the register's check of a verified request."""
    await run(identity.verify_identity, VERIFY)
    return RegistryActivities(city.vault, city.registry)


async def test_a_finding_stays_in_the_vault(city: City, identity: IdentityActivities, run: Run) -> None:
    """What comes back is a verdict and a commitment; the attributes of the card stay."""
    outcome = await run(identity.verify_identity, VERIFY)
    assert (outcome.verified, outcome.reasons) == (True, ())
    assert outcome.revocation_source
    assert NAME not in outcome.model_dump_json()
    stored = await city.vault.get(REQUEST, VaultItem(kind=RequestItem.IDENTITY))
    assert outcome.evidence == await city.vault.put(REQUEST, VaultItem(kind=RequestItem.IDENTITY), stored)


async def test_the_card_is_judged_as_of_the_arrival(city: City, identity: IdentityActivities, run: Run) -> None:
    """However late the check: both instants stand in the evidence."""
    await run(identity.verify_identity, VERIFY)
    stored = await city.vault.get(REQUEST, VaultItem(kind=RequestItem.IDENTITY))
    assert IdentityFinding.model_validate_json(stored).judged_at == ARRIVED


@pytest.mark.parametrize("call", ["verify_identity", "check_eligibility"])
async def test_a_finding_that_stands_is_the_answer(
    city: City, registry: RegistryActivities, identity: IdentityActivities, run: Run, call: str
) -> None:
    """A second run after a crash neither asks again nor changes its mind."""
    step, order = (
        (identity.verify_identity, VERIFY) if call == "verify_identity" else (registry.check_eligibility, CHECK)
    )
    first = await run(step, order)
    city.verifier.reasons, city.registry.suppressed = (IdentityReason.EXPIRED,), True
    assert await run(step, order) == first
    assert city.verifier.faults.calls["verify"] == 1


async def test_an_unknown_revocation_is_tried_again_and_not_kept(
    city: City, identity: IdentityActivities, run: Run
) -> None:
    """Never good, never final: asked again until the list answers."""
    city.verifier.revocation = Revocation.UNKNOWN
    with pytest.raises(ApplicationError) as unknown:
        await run(identity.verify_identity, VERIFY)
    assert (unknown.value.type, unknown.value.non_retryable) == ("revocation_unknown", False)
    city.verifier.revocation = Revocation.GOOD
    assert (await run(identity.verify_identity, VERIFY)).verified


async def test_a_forged_signature_is_refused_whatever_the_list_says(
    city: City, identity: IdentityActivities, run: Run
) -> None:
    """A reason is a reason, also while the revocation list is away."""
    city.verifier.reasons, city.verifier.revocation = (IdentityReason.TEXT_DIFFERS,), Revocation.UNKNOWN
    outcome = await run(identity.verify_identity, VERIFY)
    assert (outcome.verified, outcome.reasons) == (False, ("text_differs",))


async def test_a_clear_resident_is_named_by_a_keyed_hash(city: City, registry: RegistryActivities, run: Run) -> None:
    """Neither number nor name leaves the vault."""
    outcome = await run(registry.check_eligibility, CHECK)
    assert outcome.clear
    assert outcome.applicant == city.vault.pseudonym("resident", "r-1001")
    assert not {"r-1001", NAME, ADDRESS} & set(outcome.model_dump().values())


@pytest.mark.parametrize("status", [each for each in ResidencyStatus if each is not ResidencyStatus.RESIDENT])
async def test_whoever_is_not_clearly_a_resident_is_not_clear(
    city: City, registry: RegistryActivities, run: Run, status: ResidencyStatus
) -> None:
    """Moved, died, unknown or different: an officer looks."""
    city.registry.status = status
    assert not (await run(registry.check_eligibility, CHECK)).clear


async def test_suppression_looks_like_any_other_hold(city: City, registry: RegistryActivities, run: Run) -> None:
    """支援措置: not clear, and the encrypted answer is as long as for a mere difference, one letter apart."""
    city.registry.suppressed = True
    protected = await run(registry.check_eligibility, CHECK)
    city.registry.suppressed, city.registry.status = False, ResidencyStatus.DIFFERS
    differing = await run(registry.check_eligibility, CHECK.model_copy(update={"stage": HoldStage.BEFORE_ISSUE}))
    assert not protected.clear
    assert (protected.ways, differing.ways) == (WaysOut.CLOSED_DESK, WaysOut.ANY)
    assert len(protected.model_dump_json()) == len(differing.model_dump_json())


async def test_the_register_is_looked_at_anew_before_each_printing(
    city: City, registry: RegistryActivities, run: Run
) -> None:
    """A measure that began after the first look right before printing is seen by the second; a repeated step is not a look."""
    first = CHECK.model_copy(update={"stage": HoldStage.BEFORE_ISSUE})
    assert (await run(registry.check_eligibility, first)).clear
    city.registry.suppressed = True
    assert (await run(registry.check_eligibility, first)).clear
    assert not (await run(registry.check_eligibility, first.model_copy(update={"look": 2}))).clear


@pytest.mark.parametrize("suppressed", [True, False])
@pytest.mark.parametrize("status", list(ResidencyStatus))
async def test_a_finding_has_one_size(
    city: City, registry: RegistryActivities, run: Run, status: ResidencyStatus, suppressed: bool
) -> None:
    """The length of what is encrypted tells nothing of what the register said."""
    city.registry.status, city.registry.suppressed = status, suppressed
    await run(registry.check_eligibility, CHECK)
    assert len(await city.vault.get(REQUEST, VaultItem(kind=RequestItem.ELIGIBILITY))) == 6144


async def test_a_form_that_differs_from_the_card_is_not_clear(
    city: City, identity: IdentityActivities, run: Run
) -> None:
    """Signed by one person, filled in for another: an officer compares."""
    other = city.verifier.attributes.model_copy(update={"name": "別人　太郎"})
    city.verifier.attributes = other
    await run(identity.verify_identity, VERIFY)
    registry = RegistryActivities(city.vault, city.registry)
    assert not (await run(registry.check_eligibility, CHECK)).clear
    stored = await city.vault.get(REQUEST, VaultItem(kind=RequestItem.ELIGIBILITY))
    assert RegistryFinding.model_validate_json(stored).status is ResidencyStatus.DIFFERS


async def test_before_printing_the_register_is_asked_anew(city: City, registry: RegistryActivities, run: Run) -> None:
    """The finding at submission is not the answer at issue."""
    await run(registry.check_eligibility, CHECK)
    city.registry.suppressed = True
    at_issue = CHECK.model_copy(update={"stage": HoldStage.BEFORE_ISSUE})
    assert not (await run(registry.check_eligibility, at_issue)).clear
    assert city.registry.faults.calls["look_up"] == 2


@pytest.mark.parametrize("down", ["vault", "verifier"])
async def test_what_is_down_is_tried_again(city: City, identity: IdentityActivities, run: Run, down: str) -> None:
    """The engine is told which system, and when to try again if it said so."""
    faults = city.vault.faults if down == "vault" else city.verifier.faults
    faults.down, faults.retry_after = True, 30
    with pytest.raises(ApplicationError) as refused:
        await run(identity.verify_identity, VERIFY)
    assert (refused.value.type, refused.value.non_retryable) == ("system_unavailable", False)
    assert refused.value.next_retry_delay is not None


async def test_deadlines_are_the_municipalitys(city: City, run: Run) -> None:
    """Seven business days, over a weekend and 勤労感謝の日, to the last second in Japan."""
    order = ComputeDeadline(
        municipality="999001",
        procedure="certificates",
        kind=DeadlineKind.PAYMENT,
        start=datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
    )
    due = await run(PolicyActivities(city.book).compute_deadline, order)
    assert due.at == datetime(2026, 12, 2, 14, 59, 59, tzinfo=UTC)


async def test_an_unknown_municipality_is_final(city: City, run: Run) -> None:
    """A policy that is not there does not come by waiting."""
    order = ComputeDeadline(
        municipality="000000",
        procedure="certificates",
        kind=DeadlineKind.PAYMENT,
        start=datetime(2026, 11, 20, tzinfo=UTC),
    )
    with pytest.raises(ApplicationError) as refused:
        await run(PolicyActivities(city.book).compute_deadline, order)
    assert (refused.value.type, refused.value.non_retryable) == ("policy_invalid", True)


async def test_a_batch_is_recorded_once(city: City, run: Run) -> None:
    """The same batch after a lost answer is the same; another at its place is a final refusal."""
    recording = RecordingActivities(city.recorder)
    city.recorder.faults.lose_answer("record")
    with pytest.raises(ApplicationError):
        await run(recording.record_events, batch(1, 1, 3))
    assert (await run(recording.record_events, batch(1, 1, 3))).place == 3
    assert len(city.recorder.events[batch(1).case_id]) == 3
    with pytest.raises(ApplicationError) as refused:
        await run(recording.record_events, batch(1, 9, 12))
    assert (refused.value.type, refused.value.non_retryable) == ("ledger_conflict", True)


async def test_a_ledger_that_is_away_is_tried_again(city: City, run: Run) -> None:
    """Nothing is lost while the database restarts."""
    city.recorder.faults.refuse("record", PortUnavailable("postgres"))
    with pytest.raises(ApplicationError) as refused:
        await run(RecordingActivities(city.recorder).record_events, batch(1, 1, 3))
    assert not refused.value.non_retryable

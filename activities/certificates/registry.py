"""Eligibility: is the person behind the card a resident now, with a seal where one is certified, or must an officer look?

Clear or not, and an opaque letter for the ways out, leave this module. The reason, 支援措置 above all, stays in the vault.
"""

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.failures import translated
from domain.cases.ports import Vault
from domain.cases.vault import Found, VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.holds import WaysOut, ways_out
from domain.certificates.kinds import Source
from domain.certificates.matching import same_person
from domain.certificates.status import HoldStage
from domain.certificates.vault import RequestItem
from domain.identity.attributes import IdentityFinding
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.identity.seals import standing_of
from domain.ports import ResidentRegistry

_FINDING_BYTES = 6144  # three people of the longest


class CheckEligibility(BaseModel):
    """Which revision of which request, at which stage, and the how-manieth look right before printing (from 1)."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    revision: int
    stage: HoldStage
    look: int = 1


class EligibilityOutcome(BaseModel):
    """Whether the request may go on, and which ways lead on if not; `applicant` is the keyed hash of the resident."""

    model_config = ConfigDict(frozen=True)

    clear: bool
    evidence: str
    applicant: str | None
    ways: WaysOut


class RegistryActivities:
    """Look-ups by the attributes the card proves."""

    def __init__(self, vault: Vault, registry: ResidentRegistry) -> None:
        self._vault = vault
        self._registry = registry

    @activity.defn(name="check_eligibility")
    async def check_eligibility(self, order: CheckEligibility) -> EligibilityOutcome:
        """Look the applicant up and keep the finding; a finding that stands for this stage is the answer."""
        with translated():
            found = await self._vault.find(order.case_id, _item(order), _identity(order), _application(order))
            # The finding as it was written, if there is one: a later release would write it differently.
            content = found.get(_item(order)) or _padded((await self._look_up(order, found)).model_dump_json())
            finding = RegistryFinding.model_validate_json(content)
            evidence = await self._vault.put(order.case_id, _item(order), content, beside=found)
            resident = finding.resident_id
            applicant = None if resident is None else self._vault.pseudonym("resident", resident)
            return EligibilityOutcome(
                clear=finding.clear, evidence=evidence, applicant=applicant, ways=ways_out(finding)
            )

    async def _look_up(self, order: CheckEligibility, found: Found) -> RegistryFinding:
        return await says_of(self._registry, found.need(_identity(order)), found.need(_application(order)))


async def says_of(registry: ResidentRegistry, identity: bytes, application: bytes) -> RegistryFinding:
    """Return what the register says now of whoever signed; both as they stand in the vault."""
    attributes = IdentityFinding.model_validate_json(identity).attributes
    if attributes is None:
        return RegistryFinding(status=ResidencyStatus.NOT_FOUND)
    finding = await registry.look_up(attributes)
    form = Application.model_validate_json(application)
    if finding.status is ResidencyStatus.RESIDENT and not same_person(form, attributes):
        finding = finding.model_copy(update={"status": ResidencyStatus.DIFFERS})
    if form.kind.entry.source is Source.SEALS and finding.resident_id is not None:
        seal = standing_of(await registry.seal(finding.resident_id), attributes)
        finding = finding.model_copy(update={"seal": seal})
    return finding


def _padded(finding: str) -> bytes:
    """Return a finding in one size, whatever it says: the length of a ciphertext tells the length of its text."""
    return finding.encode().ljust(_FINDING_BYTES)


def _item(order: CheckEligibility) -> VaultItem:
    if order.stage is HoldStage.BEFORE_ISSUE:  # asked anew each time: a measure may have begun since
        return VaultItem(kind=RequestItem.ELIGIBILITY_AT_ISSUE, revision=order.look)
    return VaultItem(kind=RequestItem.ELIGIBILITY, revision=order.revision)


def _identity(order: CheckEligibility) -> VaultItem:
    return VaultItem(kind=RequestItem.IDENTITY, revision=order.revision)


def _application(order: CheckEligibility) -> VaultItem:
    return VaultItem(kind=VaultKind.APPLICATION, revision=order.revision)

"""本人確認: verify that the statement was signed by the card of the person who applies."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.failures import translated
from domain.cases.ports import Vault
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.statement import statement
from domain.certificates.vault import RequestItem
from domain.errors import ErrorCode
from domain.identity.attributes import IdentityFinding, Revocation
from domain.municipality.book import PolicyBook
from domain.ports import IdentityVerifier


class VerifyIdentity(BaseModel):
    """Which revision of which request; its signature reached us at `arrived_at` and is judged as of then."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    revision: int
    arrived_at: datetime


class IdentityOutcome(BaseModel):
    """What was established. `evidence` is the commitment to the finding in the vault."""

    model_config = ConfigDict(frozen=True)

    verified: bool
    reasons: tuple[str, ...]
    evidence: str
    revocation_source: str


class IdentityActivities:
    """Verification against the vault's application and signature."""

    def __init__(self, vault: Vault, verifier: IdentityVerifier, book: PolicyBook) -> None:
        self._vault = vault
        self._verifier = verifier
        self._book = book

    @activity.defn(name="verify_identity")
    async def verify_identity(self, order: VerifyIdentity) -> IdentityOutcome:
        """Verify once and keep the finding; a finding that stands already is the answer.

        Raises ApplicationError REVOCATION_UNKNOWN (retried): an unreachable list is never taken as good.
        """
        with translated():
            item, application, signature = (
                VaultItem(kind=kind, revision=order.revision)
                for kind in (RequestItem.IDENTITY, VaultKind.APPLICATION, VaultKind.SIGNATURE)
            )
            found = await self._vault.find(order.case_id, item, application, signature)
            # The finding as it was written, if there is one: a later release would write it differently.
            content = found.get(item) or await self._verify(
                found.need(application), found.need(signature), order.arrived_at
            )
            finding = IdentityFinding.model_validate_json(content)
            if not finding.reasons and finding.revocation is Revocation.UNKNOWN:
                raise ApplicationError("revocation list", type=ErrorCode.REVOCATION_UNKNOWN.value)
            evidence = await self._vault.put(order.case_id, item, content, beside=found)
            return IdentityOutcome(
                verified=finding.verified,
                reasons=tuple(reason.value for reason in finding.reasons),
                evidence=evidence,
                revocation_source=finding.revocation_source,
            )

    async def _verify(self, content: bytes, signature: bytes, at: datetime) -> bytes:
        application = Application.model_validate_json(content)
        text = statement(application, self._book.policy(application.municipality).municipality.name)
        finding = await self._verifier.verify(text.encode(), signature, at)
        return finding.model_dump_json().encode()

"""本人確認: verify that the statement was signed by the card of the person who applies."""

from pydantic import BaseModel, ConfigDict
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.failures import translated
from domain.certificates.application import Application
from domain.certificates.statement import statement
from domain.errors import DomainError, ErrorCode
from domain.identity.attributes import IdentityFinding, Revocation
from domain.policy.book import PolicyBook
from domain.ports import Clock, IdentityVerifier, Vault
from domain.vault import VaultItem, VaultKind


class VerifyIdentity(BaseModel):
    """Which revision of which request."""

    model_config = ConfigDict(frozen=True)

    request_id: str
    revision: int


class IdentityOutcome(BaseModel):
    """What was established. `evidence` is the commitment to the finding in the vault."""

    model_config = ConfigDict(frozen=True)

    verified: bool
    reasons: tuple[str, ...]
    evidence: str
    revocation_source: str


class IdentityActivities:
    """Verification against the vault's application and signature."""

    def __init__(self, vault: Vault, verifier: IdentityVerifier, book: PolicyBook, clock: Clock) -> None:
        self._vault = vault
        self._verifier = verifier
        self._book = book
        self._clock = clock

    @activity.defn(name="verify_identity")
    async def verify_identity(self, order: VerifyIdentity) -> IdentityOutcome:
        """Verify once and keep the finding; a finding that stands already is the answer.

        Raises ApplicationError REVOCATION_UNKNOWN (retried): an unreachable list is never taken as good.
        """
        with translated():
            item = VaultItem(kind=VaultKind.IDENTITY, revision=order.revision)
            content = await self._standing(order.request_id, item) or await self._verify(order)
            finding = IdentityFinding.model_validate_json(content)
            if not finding.reasons and finding.revocation is Revocation.UNKNOWN:
                raise ApplicationError("revocation list", type=ErrorCode.REVOCATION_UNKNOWN.value)
            evidence = await self._vault.put(order.request_id, item, content)
            return IdentityOutcome(
                verified=finding.verified,
                reasons=tuple(reason.value for reason in finding.reasons),
                evidence=evidence,
                revocation_source=finding.revocation_source,
            )

    async def _standing(self, request_id: str, item: VaultItem) -> bytes | None:
        """Return the finding as it was written: a later release would write it differently."""
        try:
            return await self._vault.get(request_id, item)
        except DomainError as error:
            if error.code is ErrorCode.VAULT_ITEM_MISSING:
                return None
            raise

    async def _verify(self, order: VerifyIdentity) -> bytes:
        content = await self._vault.get(
            order.request_id, VaultItem(kind=VaultKind.APPLICATION, revision=order.revision)
        )
        signature = await self._vault.get(
            order.request_id, VaultItem(kind=VaultKind.SIGNATURE, revision=order.revision)
        )
        application = Application.model_validate_json(content)
        text = statement(application, self._book.policy(application.municipality).municipality.name)
        finding = await self._verifier.verify(text.encode(), signature, self._clock())
        return finding.model_dump_json().encode()

"""Names of what the vault holds of a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.errors import DomainError, ErrorCode


class VaultKind(StrEnum):
    """Kinds of item."""

    CITIZEN_KEY = "citizen_key"  # receipt number and confirmation code, JSON: what the citizen's mails tell
    APPLICATION = "application"  # the application as submitted, JSON; one revision per correction
    SIGNATURE = "signature"  # CMS over the statement of the same revision
    IDENTITY = "identity"  # IdentityFinding, JSON
    ELIGIBILITY = "eligibility"  # RegistryFinding, JSON: the reason of a hold lives here only
    ELIGIBILITY_AT_ISSUE = "eligibility_at_issue"  # the same, right before printing; by number of the look
    RECIPIENT = "recipient"  # Recipient, JSON: where the register said the certificate goes, once for envelope and post
    CERTIFICATE = "certificate"  # PDF
    COVER_LETTER = "cover_letter"  # PDF


class VaultItem(BaseModel):
    """One item by kind and revision (from 1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: VaultKind
    revision: int = 1


@dataclass(frozen=True)
class Found:
    """Those of the items somebody asked for that are there."""

    case_id: str
    items: Mapping[VaultItem, bytes] = field(repr=False)

    def get(self, item: VaultItem) -> bytes | None:
        """Return one item, or None when it is not there."""
        return self.items.get(item)

    def need(self, item: VaultItem) -> bytes:
        """Return one item. Raises DomainError(VAULT_ITEM_MISSING)."""
        if item not in self.items:
            raise DomainError(ErrorCode.VAULT_ITEM_MISSING, case_id=self.case_id, item=item.kind, at=item.revision)
        return self.items[item]

"""Names of what the vault holds of a request."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class VaultKind(StrEnum):
    """Kinds of item."""

    APPLICATION = "application"  # the application as submitted, JSON; one revision per correction
    SIGNATURE = "signature"  # CMS over the statement of the same revision
    IDENTITY = "identity"  # IdentityFinding, JSON
    ELIGIBILITY = "eligibility"  # RegistryFinding, JSON: the reason of a hold lives here only
    ELIGIBILITY_AT_ISSUE = "eligibility_at_issue"  # the same, looked up again right before printing
    CERTIFICATE = "certificate"  # PDF
    COVER_LETTER = "cover_letter"  # PDF


class VaultItem(BaseModel):
    """One item by kind and revision (from 1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: VaultKind
    revision: int = 1

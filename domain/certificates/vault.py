"""What the vault holds of a request, beside what it holds of every case."""

from enum import StrEnum


class RequestItem(StrEnum):
    """Kinds of item."""

    IDENTITY = "identity"  # IdentityFinding, JSON
    ELIGIBILITY = "eligibility"  # RegistryFinding, JSON: the reason of a hold lives here only
    ELIGIBILITY_AT_ISSUE = "eligibility_at_issue"  # the same, right before printing; by number of the look
    RECIPIENT = "recipient"  # Recipient, JSON: where the register said the certificate goes, once for envelope and post
    CERTIFICATE = "certificate"  # PDF
    COVER_LETTER = "cover_letter"  # PDF

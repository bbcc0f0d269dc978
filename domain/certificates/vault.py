"""What the vault holds of a request, beside what it holds of every case."""

import hashlib
from enum import StrEnum

from domain.cases.vault import VaultItem


class RequestItem(StrEnum):
    """Kinds of item."""

    IDENTITY = "identity"  # IdentityFinding, JSON
    ELIGIBILITY = "eligibility"  # RegistryFinding, JSON: the reason of a hold lives here only
    ELIGIBILITY_AT_ISSUE = "eligibility_at_issue"  # the same, right before printing; by number of the look
    RECIPIENT = "recipient"  # Recipient, JSON: where the register said the certificate goes, once for envelope and post
    CERTIFICATE = "certificate"  # PDF
    COVER_LETTER = "cover_letter"  # PDF
    NOTE = "note"  # what an approver wrote to the examiner, text; by number of the decision (`note_of`)


def note_of(decision_key: str) -> VaultItem:
    """Return where the note of a decision stands: two decisions have two notes, one that is sent twice has one."""
    number = int(hashlib.sha256(decision_key.encode()).hexdigest()[:7], 16)
    return VaultItem(kind=RequestItem.NOTE, revision=number)

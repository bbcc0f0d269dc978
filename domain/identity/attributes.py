"""基本4情報 and what a card's certificate proves: personal data, so these types stay out of every workflow message."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel

from domain.personal import PERSONAL


class Sex(StrEnum):
    """Sex as the signing certificate writes it (SAN otherName .3)."""

    MALE = "1"
    FEMALE = "2"
    UNKNOWN = "3"


class BasicFourAttributes(BaseModel):
    """基本4情報 as read from the signing certificate (SAN otherName under 1.2.392.200149.8.5.5).

    `birth_date` is None when the certificate holds a partial date; the `*_substitutes` are the positions (from 0) of
    characters that the certificate replaced because it could not write them.
    """

    model_config = PERSONAL

    name: str
    birth_date: date | None
    sex: Sex
    address: str
    name_substitutes: tuple[int, ...] = ()
    address_substitutes: tuple[int, ...] = ()


class Signer(BaseModel):
    """The certificate whose key made a signature, believed by nobody yet.

    `certificate` is its digest: the same one twice is the same signer, whoever that is. `claims` is what it says of its
    owner, None when it cannot be read; a full verification says whether that is true.
    """

    model_config = PERSONAL

    certificate: str
    claims: BasicFourAttributes | None


class Revocation(StrEnum):
    """What is known of a certificate's revocation. `UNKNOWN` is never treated as good."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class IdentityReason(StrEnum):
    """Why a signature does not identify the applicant."""

    SIGNATURE_INVALID = "signature_invalid"
    TEXT_DIFFERS = "text_differs"
    UNTRUSTED_ISSUER = "untrusted_issuer"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    WRONG_KEY_USAGE = "wrong_key_usage"
    WRONG_POLICY = "wrong_policy"
    ATTRIBUTES_MISSING = "attributes_missing"
    REVOKED = "revoked"


class IdentityFinding(BaseModel):
    """Result of a full verification.

    `attributes` stand only when the certificate is genuine; `reasons` is empty exactly when everything but revocation
    is in order. Verified means: no reason, and revocation GOOD. `judged_at` is the instant all of it is said of: when the
    signature reached us; `checked_at` when it was found out.
    """

    model_config = PERSONAL

    attributes: BasicFourAttributes | None
    reasons: tuple[IdentityReason, ...]
    revocation: Revocation
    judged_at: datetime
    checked_at: datetime
    revocation_source: str = ""  # e.g. "crl 2026-11-23T00:00:00Z #42": evidence of what was consulted

    @property
    def verified(self) -> bool:
        """Whether the applicant is identified."""
        return not self.reasons and self.revocation is Revocation.GOOD

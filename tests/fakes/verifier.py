"""A verifier that says what the test tells it to."""

from datetime import datetime

from fakes.faults import Faults

from domain.errors import DomainError, ErrorCode
from domain.identity.attributes import BasicFourAttributes, IdentityFinding, IdentityReason, Revocation, Signer


class FakeVerifier:
    """Finds every signature good, from the card `attributes`, unless told otherwise."""

    def __init__(self, attributes: BasicFourAttributes) -> None:
        self.faults = Faults("jpki")
        self.attributes = attributes
        self.reasons: tuple[IdentityReason, ...] = ()
        self.revocation = Revocation.GOOD

    def check_signature(self, text: bytes, signature: bytes) -> Signer:
        """Refuse an empty signature; all others are of one card."""
        if not signature:
            raise DomainError(ErrorCode.SIGNATURE_REFUSED)
        return Signer(certificate="card", claims=self.attributes)

    async def verify(self, text: bytes, signature: bytes, at: datetime) -> IdentityFinding:
        """Return the finding the test wants."""
        await self.faults.gate("verify")
        with self.faults.around("verify"):
            return IdentityFinding(
                attributes=self.attributes,
                reasons=self.reasons,
                revocation=self.revocation,
                judged_at=at,
                checked_at=at,
                revocation_source="crl 2026-11-23T00:00:00Z #42",
            )

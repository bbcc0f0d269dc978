"""The identity port on JPKI certificates: signature, certificate profile, path to a pinned root, revocation."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from adapters.jpki.algorithms import IN_FORCE, SignatureAlgorithm
from adapters.jpki.anchors import Anchors
from adapters.jpki.certificate import CardCertificate, profile_faults
from adapters.jpki.crl_shelf import REFRESH, CrlShelf
from adapters.jpki.crl_source import CrlSource
from adapters.jpki.path import PathState, validate_path
from adapters.jpki.signature import RefusedSignatureError, signer_of
from domain.errors import DomainError, ErrorCode
from domain.identity.attributes import IdentityFinding, IdentityReason, Revocation, Signer
from domain.ports import Clock

_PATH_REASONS = {
    PathState.EXPIRED: IdentityReason.EXPIRED,
    PathState.NOT_YET_VALID: IdentityReason.NOT_YET_VALID,
    PathState.INVALID: IdentityReason.UNTRUSTED_ISSUER,
    PathState.REVOKED: IdentityReason.REVOKED,
}
_REVOCATIONS = {PathState.GOOD: Revocation.GOOD, PathState.REVOKED: Revocation.REVOKED}
_GENUINE = (PathState.GOOD, PathState.REVOKED, PathState.REVOCATION_UNKNOWN)


def _now() -> datetime:
    return datetime.now(UTC)


class JpkiVerifier:
    """Implements `domain.ports.IdentityVerifier`."""

    def __init__(
        self,
        roots: Sequence[bytes],
        policy_oids: frozenset[str],
        crl_source: CrlSource,
        *,
        crl_refresh: timedelta = REFRESH,
        algorithms: Sequence[SignatureAlgorithm] = IN_FORCE,
        clock: Clock = _now,
    ) -> None:
        """Pin the roots (DER) and the certificate policies accepted (dotted). ValueError for unusable roots."""
        if not policy_oids:
            raise ValueError("no certificate policy is accepted: nobody could be identified")
        self._anchors = Anchors(roots)
        self._policy_oids = policy_oids
        self._shelf = CrlShelf(crl_source, self._anchors, crl_refresh)
        self._algorithms = tuple(algorithms)
        self._clock = clock

    @property
    def revocation_list_until(self) -> datetime | None:
        """Until when the revocation list at hand is in force (UTC); None before the first was fetched."""
        return self._shelf.until

    def check_signature(self, text: bytes, signature: bytes) -> Signer:
        """Check alone that the CMS (DER) is over `text`, by the key of the certificate inside it.

        Return the certificate's SHA-256 and what it claims. Raises DomainError(SIGNATURE_REFUSED, why=...).
        """
        try:
            certificate = signer_of(text, signature, self._algorithms)
        except RefusedSignatureError as refusal:
            raise DomainError(ErrorCode.SIGNATURE_REFUSED, why=refusal.why) from None
        return Signer(certificate=hashlib.sha256(certificate.der).hexdigest(), claims=certificate.attributes)

    async def verify(self, text: bytes, signature: bytes, at: datetime) -> IdentityFinding:
        """Verify everything as of `at` (UTC, when the signature reached us), however much later this is asked.

        Revocation is read from the CRL in force now, which has the date of each revocation (RFC 5280 §5.3): one after `at`
        is none, whatever invalidityDate it claims (ADR 20).
        """
        try:
            certificate = signer_of(text, signature, self._algorithms)
        except RefusedSignatureError as refusal:
            return IdentityFinding(
                attributes=None,
                reasons=(refusal.reason,),
                revocation=Revocation.UNKNOWN,
                judged_at=at,
                checked_at=self._clock(),
            )
        return await self.judge(certificate, at)

    async def judge(self, certificate: CardCertificate, at: datetime) -> IdentityFinding:
        """Judge a certificate alone as of `at`: profile, path, revocation."""
        now = self._clock()
        state, consulted = await self._path(certificate, at, now)
        reasons = profile_faults(certificate, self._policy_oids, at)
        path_reason = _PATH_REASONS.get(state)
        if path_reason is not None and path_reason not in reasons:
            reasons = (*reasons, path_reason)
        return IdentityFinding(
            attributes=certificate.attributes if state in _GENUINE else None,
            reasons=reasons,
            revocation=_REVOCATIONS.get(state, Revocation.UNKNOWN),
            judged_at=at,
            checked_at=now,
            revocation_source=consulted,
        )

    async def _path(self, certificate: CardCertificate, at: datetime, now: datetime) -> tuple[PathState, str]:
        anchor = self._anchors.find(certificate.authority)
        if anchor is None or not anchor.in_force(at):
            return PathState.INVALID, ""
        held = await self._shelf.current(anchor, now)
        state = await validate_path(certificate.der, anchor.der, at, (held.der,) if held else ())
        if state is not PathState.GOOD or held is None or held.speaks_of(certificate.not_after):
            return state, held.label if held else ""
        known = self._shelf.known(anchor, at, certificate.not_after)
        if known is None:
            return PathState.REVOCATION_UNKNOWN, held.label
        return await validate_path(certificate.der, anchor.der, at, (known.der,)), f"{held.label}, {known.label}"

"""Pinned roots. The service's generations share one name, so a root is found by key identifier, never by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_der_x509_certificate

from adapters.jpki.malformed import MalformedError, reading


@dataclass(frozen=True)
class Anchor:
    """One pinned root. `key_identifier` is its subject key identifier (RFC 5280 §4.2.1.2)."""

    der: bytes
    subject: x509.Name
    public_key: RSAPublicKey | EllipticCurvePublicKey
    key_identifier: bytes
    not_before: datetime
    not_after: datetime

    def in_force(self, at: datetime) -> bool:
        """Say whether the root itself is valid at an instant."""
        return self.not_before <= at <= self.not_after


class Anchors:
    """The roots an installation trusts."""

    def __init__(self, roots: Iterable[bytes]) -> None:
        """Read the roots (DER). Raises ValueError for one that cannot be a root, for two alike, and for none at all."""
        self._by_key: dict[bytes, Anchor] = {}
        for number, der in enumerate(roots, start=1):
            anchor = _read(der, number)
            if anchor.key_identifier in self._by_key:
                raise ValueError(f"root {number} has the key identifier of an earlier one")
            self._by_key[anchor.key_identifier] = anchor
        if not self._by_key:
            raise ValueError("no root is pinned: nobody could be identified")

    def find(self, key_identifier: bytes | None) -> Anchor | None:
        """Return the root with this key identifier."""
        return self._by_key.get(key_identifier) if key_identifier else None


def _read(der: bytes, number: int) -> Anchor:
    try:
        with reading():
            return _root(der)
    except MalformedError as error:
        raise ValueError(
            f"root {number} is no self-signed CA certificate with key identifier and key usage (DER)"
        ) from error


def _root(der: bytes) -> Anchor:
    parsed = x509.Certificate.load(der, strict=True)
    certificate = load_der_x509_certificate(der)
    certificate.verify_directly_issued_by(certificate)
    constraints, usage = parsed.basic_constraints_value, parsed.key_usage_value
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
        raise MalformedError("key")
    if not constraints["ca"].native or not {"key_cert_sign", "crl_sign"} <= usage.native:
        raise MalformedError("no_authority")
    return Anchor(
        der=der,
        subject=parsed.subject,
        public_key=key,
        key_identifier=bytes(parsed.key_identifier),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )

"""Which keys and signature algorithms a card may use: closed rows, so a new card generation is a new row.

Identifiers are compared as DER bytes (RFC 5280 §4.1.1.2): nothing is negotiated and no parameter is interpreted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from adapters.jpki.malformed import MalformedError, reading

_RSA_BITS = 2048
_LEAST_EXPONENT = 65537


@dataclass(frozen=True)
class SignatureAlgorithm:
    """One accepted combination of key, digest and signature scheme. `*_ids` are DER AlgorithmIdentifiers."""

    name: str
    digest: type[hashes.HashAlgorithm]
    digest_ids: frozenset[bytes]
    signature_ids: frozenset[bytes]
    accepts_key: Callable[[PublicKeyTypes], bool]
    check: Callable[[PublicKeyTypes, bytes, bytes], None]

    def hash(self, content: bytes) -> bytes:
        """Return the digest of `content`."""
        digest = hashes.Hash(self.digest())
        digest.update(content)
        return digest.finalize()

    def verifies(self, key: PublicKeyTypes, signature: bytes, content: bytes) -> bool:
        """Say whether `signature` over `content` was made by `key`."""
        try:
            with reading():
                self._check(key, signature, content)
        except MalformedError:
            return False
        return True

    def _check(self, key: PublicKeyTypes, signature: bytes, content: bytes) -> None:
        if not self.accepts_key(key):
            raise InvalidSignature
        self.check(key, signature, content)


def _card_rsa(key: PublicKeyTypes) -> bool:
    return isinstance(key, rsa.RSAPublicKey) and key.key_size == _RSA_BITS and key.public_numbers().e >= _LEAST_EXPONENT


def _check_rsa(key: PublicKeyTypes, signature: bytes, content: bytes) -> None:
    if isinstance(key, rsa.RSAPublicKey):
        return key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
    raise InvalidSignature


def _card_p384(key: PublicKeyTypes) -> bool:
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP384R1)


def _check_p384(key: PublicKeyTypes, signature: bytes, content: bytes) -> None:
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.verify(signature, content, ec.ECDSA(hashes.SHA384()))
    raise InvalidSignature


# Digest identifiers may or may not carry NULL parameters (RFC 5754 §2): both spellings are in use.
RSA_2048_SHA_256 = SignatureAlgorithm(
    name="RSA-2048 PKCS#1 v1.5, SHA-256",
    digest=hashes.SHA256,
    digest_ids=frozenset(
        {bytes.fromhex("300b0609608648016503040201"), bytes.fromhex("300d06096086480165030402010500")}
    ),
    signature_ids=frozenset(
        {bytes.fromhex("300d06092a864886f70d0101010500"), bytes.fromhex("300d06092a864886f70d01010b0500")}
    ),
    accepts_key=_card_rsa,
    check=_check_rsa,
)

# The next card (planned for fiscal 2028): not accepted until its roots and profile are published.
EC_P384_SHA_384 = SignatureAlgorithm(
    name="ECDSA P-384, SHA-384",
    digest=hashes.SHA384,
    digest_ids=frozenset(
        {bytes.fromhex("300b0609608648016503040202"), bytes.fromhex("300d06096086480165030402020500")}
    ),
    signature_ids=frozenset({bytes.fromhex("300a06082a8648ce3d040303")}),
    accepts_key=_card_p384,
    check=_check_p384,
)

IN_FORCE = (RSA_2048_SHA_256,)

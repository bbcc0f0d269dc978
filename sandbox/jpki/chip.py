"""What the card's chip does: compare the PIN, lock after five wrong ones, sign."""

import hmac
from enum import StrEnum

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from sandbox.jpki.pki import SandboxPki

TRIES = 5  # 署名用: locked after five wrong PINs in a row; a right one resets the count


class PinFault(StrEnum):
    """Why the chip does not sign."""

    WRONG_PIN = "wrong_pin"
    CARD_LOCKED = "card_locked"


class PinError(Exception):
    """The chip does not sign. `remaining` is how many tries are left."""

    def __init__(self, fault: PinFault, remaining: int) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.remaining = remaining


def sign(pki: SandboxPki, card_id: str, pin: str, text: bytes) -> bytes:
    """Return the CMS SignedData (DER, detached, SHA-256) of `text`. Raises PinError; KeyError for an unknown card."""
    key, certificate = pki.card(card_id)
    with pki.lock:  # a guess at the same moment counts too
        _check_pin(pki, card_id, pin)
    return (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(text)
        .add_signer(certificate, key, hashes.SHA256())
        .sign(
            Encoding.DER,
            # Binary: the very bytes are signed. Without it line ends are turned into CR LF.
            [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities],
        )
    )


def sign_given(pki: SandboxPki, card_id: str, pin: str, given: bytes) -> tuple[bytes, bytes]:
    """Return the signature over exactly these bytes and the certificate (DER): nothing is hashed or put before them.

    PKCS#1 v1.5 (RFC 8017 §8.2.1 from step 3 on), `given` in the place of the DigestInfo. Raises PinError; KeyError for an unknown card.
    """
    key, certificate = pki.card(card_id)
    with pki.lock:
        _check_pin(pki, card_id, pin)
    numbers = key.private_numbers()
    size = key.key_size // 8
    padded = b"\x00\x01" + b"\xff" * (size - len(given) - 3) + b"\x00" + given
    signature = pow(int.from_bytes(padded), numbers.d, numbers.public_numbers.n).to_bytes(size)
    return signature, certificate.public_bytes(Encoding.DER)


def unlock(pki: SandboxPki, card_id: str) -> None:
    """Do what the municipal office does for a locked card: set the count back."""
    pki.note_wrong_pins(card_id, 0)


def tries_left(pki: SandboxPki, card_id: str) -> int:
    """Return how many wrong PINs the card would still forgive."""
    return max(0, TRIES - pki.wrong_pins(card_id))


def _check_pin(pki: SandboxPki, card_id: str, pin: str) -> None:
    left = tries_left(pki, card_id)
    if left == 0:
        raise PinError(PinFault.CARD_LOCKED, 0)
    resident = pki.holder(card_id)
    expected = resident.card.pin if resident and resident.card else ""
    if not hmac.compare_digest(expected.encode(), pin.encode()):
        pki.note_wrong_pins(card_id, TRIES - left + 1)
        raise PinError(PinFault.WRONG_PIN if left > 1 else PinFault.CARD_LOCKED, left - 1)
    pki.note_wrong_pins(card_id, 0)

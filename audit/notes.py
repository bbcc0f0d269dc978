"""Signed notes (C2SP signed-note) with Ed25519 (RFC 8032): a text, a blank line, one line per signature.

A verifier key is written `<name>+<key id, hex>+<base64 of 0x01 and the public key>`; it is all an auditor needs.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_PUBLIC_BYTES = 32


class NoteFault(StrEnum):
    """Why a note is not accepted."""

    MALFORMED = "malformed"
    FOREIGN_KEY = "foreign_key"  # no signature by a key we know: another's, or a retired one
    FORGED = "forged"  # a signature that claims a key we know and is not its


class NoteError(Exception):
    """A note that is not accepted."""

    def __init__(self, fault: NoteFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Verifier:
    """A public key with its name."""

    name: str
    key_id: bytes
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a verifier key. Raises ValueError when it is not one."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = base64.b64decode(encoded, validate=True)
        if not name or len(key) != 1 + _PUBLIC_BYTES or key[:1] != _ED25519:
            raise ValueError("not an Ed25519 verifier key")
        verifier = cls(name, _key_id(name, key), key[1:])
        if verifier.key_id.hex() != key_id:
            raise ValueError("the key id does not belong to this name and key")
        return verifier

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


def _key_id(name: str, key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + key).digest()[:_KEY_ID_BYTES]


class Signer:
    """A private key with its name. `seed` is 32 bytes; the name has neither spaces nor `+`."""

    def __init__(self, name: str, seed: bytes) -> None:
        if not name or "+" in name or any(character.isspace() for character in name):
            raise ValueError("a key's name has neither spaces nor +")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._key.public_key().public_bytes_raw()
        self.verifier = Verifier(name, _key_id(name, _ED25519 + public), public)

    def __repr__(self) -> str:
        return f"Signer({self.verifier.name!r}, …)"

    def sign(self, text: str) -> str:
        """Return the note of a text, which ends with a newline."""
        signature = base64.b64encode(self.verifier.key_id + self._key.sign(text.encode())).decode()
        return f"{text}\n— {self.verifier.name} {signature}\n"


def open_note(note: str, verifiers: Sequence[Verifier]) -> str:
    """Return the text of a note that at least one of these keys signed. Raises NoteError."""
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteError(NoteFault.MALFORMED)
    text += "\n"
    lines = [_parsed(line) for line in signatures.splitlines()]
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    ours = [(known[name, key_id], signature) for name, key_id, signature in lines if (name, key_id) in known]
    if not ours:
        raise NoteError(NoteFault.FOREIGN_KEY)
    for verifier, signature in ours:
        try:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, text.encode())
        except InvalidSignature:
            raise NoteError(NoteFault.FORGED) from None
    return text


def _parsed(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(NoteFault.MALFORMED) from None
    if dash != "—" or not name or len(decoded) <= _KEY_ID_BYTES:
        raise NoteError(NoteFault.MALFORMED)
    return name, decoded[:_KEY_ID_BYTES], decoded[_KEY_ID_BYTES:]

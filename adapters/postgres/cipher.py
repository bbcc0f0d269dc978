"""Envelope encryption of the vault: AES-256-GCM (NIST SP 800-38D) under a data key per case.

An item is bound to its place (case, kind, revision) by its additional data: moved elsewhere it does not open.
The nonce is random, 96 bits; a data key encrypts a handful of items, far below the 2^32 of §8.3.
"""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.keys import KeyRing
from domain.cases.vault import VaultItem
from domain.errors import DomainError, ErrorCode

NONCE_BYTES = 12
_KEY_BYTES = 32


@dataclass(frozen=True)
class WrappedKey:
    """A data key as stored: which key of the municipality wrapped it, and the wrapping."""

    key_id: str
    wrapped: bytes


class VaultCipher:
    """Wraps data keys with the municipality's key ring and encrypts items with data keys."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    @property
    def primary(self) -> str:
        """Id of the key that wraps new data keys."""
        return self._ring.primary

    def new_data_key(self, case_id: str) -> tuple[bytes, WrappedKey]:
        """Make a data key; return it and its wrapping."""
        data_key = secrets.token_bytes(_KEY_BYTES)
        return data_key, self.wrap(case_id, data_key)

    def wrap(self, case_id: str, data_key: bytes) -> WrappedKey:
        """Wrap a data key with the primary key."""
        key_id = self._ring.primary
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._ring.key(key_id)).encrypt(nonce, data_key, _key_binding(case_id, key_id))
        return WrappedKey(key_id, nonce + sealed)

    def unwrap(self, case_id: str, key: WrappedKey) -> bytes:
        """Return a data key. Raises DomainError KEY_UNKNOWN, or PAYLOAD_FOREIGN when it was not wrapped for this."""
        cipher = AESGCM(self._ring.key(key.key_id))
        nonce, sealed = key.wrapped[:NONCE_BYTES], key.wrapped[NONCE_BYTES:]
        return _opened(cipher, nonce, sealed, _key_binding(case_id, key.key_id))

    def seal(self, data_key: bytes, case_id: str, item: VaultItem, content: bytes) -> tuple[bytes, bytes]:
        """Encrypt an item; return nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce, AESGCM(data_key).encrypt(nonce, content, _item_binding(case_id, item))

    def open(self, data_key: bytes, case_id: str, item: VaultItem, nonce: bytes, ciphertext: bytes) -> bytes:
        """Decrypt an item. Raises DomainError(PAYLOAD_FOREIGN) when it was altered or belongs elsewhere."""
        return _opened(AESGCM(data_key), nonce, ciphertext, _item_binding(case_id, item))


def _opened(cipher: AESGCM, nonce: bytes, sealed: bytes, binding: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, binding)
    except (InvalidTag, ValueError):
        raise DomainError(ErrorCode.PAYLOAD_FOREIGN) from None


def _item_binding(case_id: str, item: VaultItem) -> bytes:
    return f"{case_id}|{item.kind}|{item.revision}".encode()


def _key_binding(case_id: str, key_id: str) -> bytes:
    return f"data-key|{case_id}|{key_id}".encode()

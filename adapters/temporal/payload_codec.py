"""Encryption of everything the engine stores: AES-256-GCM, key by id, bound to the workflow it belongs to.

Metadata of an encrypted payload: `encoding` = binary/encrypted, `encryption-key-id`, `bound-to` = the workflow id that
is the associated data. A payload moved to another workflow does not decrypt. Old keys stay on the ring until the last
history that used them is gone.
"""

import secrets
from collections.abc import Sequence
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from adapters.keys import KeyRing
from domain.errors import DomainError, ErrorCode

_ENCODING = b"binary/encrypted"
_NONCE_BYTES = 12


def workflow_of(context: SerializationContext) -> str:
    """Return the id of the workflow a payload belongs to; empty when it belongs to none."""
    if isinstance(context, WorkflowSerializationContext | ActivitySerializationContext):
        return context.workflow_id or ""
    return ""


class EncryptingCodec(PayloadCodec, WithSerializationContext):
    """Encrypts with the primary key, decrypts by the key id in the metadata."""

    def __init__(self, ring: KeyRing, bound_to: str = "") -> None:
        self._ring = ring
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.keys.items()}
        self._bound_to = bound_to

    def with_context(self, context: SerializationContext) -> Self:
        """Return a codec bound to the workflow of the context."""
        bound_to = workflow_of(context)
        if bound_to == self._bound_to:
            return self
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, _bound_to=bound_to)
        return copy

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt whole payloads, their metadata included."""
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt what is encrypted; leave what is not (the engine's own markers).

        Raises DomainError KEY_UNKNOWN (the id is named) or PAYLOAD_FOREIGN (another workflow's, or changed).
        """
        return [self._decrypted(payload) for payload in payloads]

    def _encrypted(self, payload: Payload) -> Payload:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = self._ciphers[self._ring.primary]
        data = cipher.encrypt(nonce, payload.SerializeToString(), self._bound_to.encode())
        return Payload(
            metadata={
                "encoding": _ENCODING,
                "encryption-key-id": self._ring.primary.encode(),
                "bound-to": self._bound_to.encode(),
            },
            data=nonce + data,
        )

    def _decrypted(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != _ENCODING:
            return payload
        key_id = payload.metadata.get("encryption-key-id", b"").decode()
        bound_to = payload.metadata.get("bound-to", b"").decode()
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            unknown = DomainError(ErrorCode.KEY_UNKNOWN, key_id=key_id, workflow_id=self._bound_to)
            unknown.add_note(f"key {key_id} is not on the ring")  # the engine's library logs the trace, not the facts
            raise unknown
        if self._bound_to and bound_to != self._bound_to:
            raise DomainError(ErrorCode.PAYLOAD_FOREIGN, bound_to=bound_to, workflow_id=self._bound_to)
        nonce, data = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        try:
            return Payload.FromString(cipher.decrypt(nonce, data, bound_to.encode()))
        except (InvalidTag, ValueError):  # ValueError: cut shorter than its nonce
            raise DomainError(ErrorCode.PAYLOAD_FOREIGN, key_id=key_id, workflow_id=self._bound_to) from None

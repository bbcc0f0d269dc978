"""Encryption of everything the engine stores: AES-256-GCM, key by id, bound to the workflow it belongs to.

Metadata of an encrypted payload: `encoding` = binary/encrypted, `encryption-key-id`, `bound-to` = the workflow id that
is the associated data, `written-by` = our label. A payload moved to another workflow does not decrypt. Old keys stay on
the ring until the last history that used them is gone.

What did not come from us becomes a refused payload (`refusals`): whoever reads it decides what that means, and no
workflow is suspended by what a stranger sends. The engine's library has no payloads of its own that are legitimately
plain: results, failures, queries without arguments and its local activities' markers all pass through here, and headers
are not read. One thing suspends, and is told: a payload that bears our label, and a key that is not on the ring.
"""

import hmac
import secrets
from collections.abc import Sequence
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from adapters.keys import EngineKeys
from adapters.temporal.refusals import refused
from domain.errors import DomainError, ErrorCode

_ENCODING = b"binary/encrypted"
_NONCE_BYTES = 12
_LABEL_BYTES = 16


def workflow_of(context: SerializationContext) -> str:
    """Return the id of the workflow a payload belongs to; empty when it belongs to none."""
    if isinstance(context, WorkflowSerializationContext | ActivitySerializationContext):
        return context.workflow_id or ""
    return ""


class EncryptingCodec(PayloadCodec, WithSerializationContext):
    """Encrypts with the primary key, decrypts by the key id in the metadata."""

    def __init__(self, keys: EngineKeys, bound_to: str = "") -> None:
        self._keys = keys
        self._ciphers = {key_id.encode(): AESGCM(key) for key_id, key in keys.keys.items()}
        self._bind(bound_to)

    def _bind(self, bound_to: str) -> None:
        self._bound_to = bound_to.encode()
        self._label = self._labelled(self._keys.primary.encode(), self._bound_to)

    def with_context(self, context: SerializationContext) -> Self:
        """Return a codec bound to the workflow of the context."""
        bound_to = workflow_of(context)
        if bound_to.encode() == self._bound_to:
            return self
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._bind(bound_to)
        return copy

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt whole payloads, their metadata included."""
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt what one of our keys encrypted for this workflow; all else becomes a refused payload.

        Raises DomainError KEY_UNKNOWN (the id is named) for what we wrote for this workflow with a key that is missing.
        """
        return [self._decrypted(payload) or refused(ErrorCode.PAYLOAD_FOREIGN) for payload in payloads]

    def _encrypted(self, payload: Payload) -> Payload:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        primary = self._keys.primary.encode()
        data = self._ciphers[primary].encrypt(nonce, payload.SerializeToString(), self._bound_to)
        return Payload(
            metadata={
                "encoding": _ENCODING,
                "encryption-key-id": primary,
                "bound-to": self._bound_to,
                "written-by": self._label,
            },
            data=nonce + data,
        )

    def _decrypted(self, payload: Payload) -> Payload | None:
        """Return the payload inside; None when it is not ours. The metadata are a stranger's bytes until it opens."""
        if payload.metadata.get("encoding") != _ENCODING:
            return None
        key_id, bound_to = payload.metadata.get("encryption-key-id", b""), payload.metadata.get("bound-to", b"")
        if self._bound_to and bound_to != self._bound_to:
            return None
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            self._tell_a_lost_key(key_id, bound_to, payload.metadata.get("written-by", b""))
            return None
        nonce, data = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        try:
            return Payload.FromString(cipher.decrypt(nonce, data, bound_to))
        except (InvalidTag, ValueError, DecodeError):  # ValueError: cut shorter than its nonce
            return None

    def _tell_a_lost_key(self, key_id: bytes, bound_to: bytes, label: bytes) -> None:
        """Raise KEY_UNKNOWN for what bears our label for this workflow and key: refusing it would lose a true message."""
        if not hmac.compare_digest(self._labelled(key_id, bound_to), label):
            return
        name, workflow_id = key_id.decode(), bound_to.decode()
        unknown = DomainError(ErrorCode.KEY_UNKNOWN, key_id=name, workflow_id=workflow_id)
        unknown.add_note(f"key {name} is not on the ring")  # the engine's library logs the trace, not the facts
        raise unknown

    def _labelled(self, key_id: bytes, bound_to: bytes) -> bytes:
        """Return what only a process of ours can write beside a key's id: for one workflow, so it cannot be reused."""
        return hmac.digest(self._keys.label, len(key_id).to_bytes(4) + key_id + bound_to, "sha256")[:_LABEL_BYTES]

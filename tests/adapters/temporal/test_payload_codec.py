"""Histories are ciphertext: by key id, bound to their workflow, and any change is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    SerializationContext,
    WorkflowSerializationContext,
)

from adapters.keys import KeyRing
from adapters.temporal.payload_codec import EncryptingCodec
from domain.errors import DomainError, ErrorCode

OLD, NEW = b"the old key, only for tests, 32!", b"the new key, only for tests, 32!"
RING = KeyRing(primary="old", keys={"old": OLD})
ROTATED = KeyRing(primary="new", keys={"old": OLD, "new": NEW})
HERE, THERE = "certificate-request/1", "certificate-request/2"
CANARY = "窓口　花子".encode()
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"' + CANARY + b'"')


def of_workflow(workflow_id: str) -> WorkflowSerializationContext:
    return WorkflowSerializationContext(namespace="default", workflow_id=workflow_id)


def of_activity(workflow_id: str | None, *, is_local: bool) -> ActivitySerializationContext:
    return ActivitySerializationContext(
        namespace="default",
        activity_id="1",
        activity_type="t",
        activity_task_queue="q",
        workflow_id=workflow_id,
        workflow_type="w",
        is_local=is_local,
    )


async def encoded(payload: Payload = PLAIN, ring: KeyRing = RING, workflow_id: str = HERE) -> Payload:
    (result,) = await EncryptingCodec(ring).with_context(of_workflow(workflow_id)).encode([payload])
    return result


async def decoded(payload: Payload, ring: KeyRing = RING, workflow_id: str = HERE) -> Payload:
    (result,) = await EncryptingCodec(ring).with_context(of_workflow(workflow_id)).decode([payload])
    return result


async def refusal(payload: Payload, ring: KeyRing = RING, workflow_id: str = HERE) -> DomainError:
    with pytest.raises(DomainError) as refused:
        await decoded(payload, ring, workflow_id)
    return refused.value


@given(st.binary(max_size=4096), st.dictionaries(st.text(max_size=20), st.binary(max_size=50), max_size=3))
async def test_what_is_encrypted_is_read_back(data: bytes, metadata: dict[str, bytes]) -> None:
    """Data and metadata come back byte for byte, and neither shows."""
    payload = Payload(metadata=metadata, data=data)
    hidden = await encoded(payload)
    assert await decoded(hidden) == payload
    assert set(hidden.metadata) == {"encoding", "encryption-key-id", "bound-to"}


async def test_nothing_of_it_shows() -> None:
    """Neither content nor metadata of the payload are in the ciphertext, and no two ciphertexts are alike."""
    one, other = await encoded(), await encoded()
    assert CANARY not in one.SerializeToString()
    assert b"json/plain" not in one.SerializeToString()
    assert one.data != other.data


async def test_after_a_rotation_old_histories_are_read_and_new_ones_use_the_new_key() -> None:
    """Retired keys decrypt as long as they are on the ring."""
    before, after = await encoded(), await encoded(ring=ROTATED)
    assert before.metadata["encryption-key-id"] == b"old"
    assert after.metadata["encryption-key-id"] == b"new"
    assert await decoded(before, ROTATED) == PLAIN
    assert await decoded(after, ROTATED) == PLAIN


async def test_a_key_that_is_gone_is_named() -> None:
    """Whoever removed a key too early learns which one, and for which workflow."""
    error = await refusal(await encoded(ring=ROTATED))
    assert (error.code, error.facts) == (ErrorCode.KEY_UNKNOWN, {"key_id": "new", "workflow_id": HERE})


async def test_a_payload_of_another_workflow_is_refused() -> None:
    """Somebody who can write to the engine's database cannot move an approval from one request to another."""
    error = await refusal(await encoded(workflow_id=THERE))
    assert (error.code, error.facts["bound_to"]) == (ErrorCode.PAYLOAD_FOREIGN, THERE)


async def test_a_payload_that_lies_about_its_workflow_is_refused() -> None:
    """Changing the label changes what the ciphertext must agree with."""
    moved = await encoded(workflow_id=THERE)
    moved.metadata["bound-to"] = HERE.encode()
    assert (await refusal(moved)).code is ErrorCode.PAYLOAD_FOREIGN


@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
async def test_one_changed_byte_is_noticed(place: int) -> None:
    """Nonce, ciphertext and tag are all authenticated."""
    hidden = await encoded()
    changed = bytearray(hidden.data)
    changed[place] ^= 1
    hidden.data = bytes(changed)
    assert (await refusal(hidden)).code is ErrorCode.PAYLOAD_FOREIGN


@pytest.mark.parametrize("length", [0, 5, 12, 20])
async def test_a_cut_payload_is_noticed(length: int) -> None:
    """A payload cut short is refused with a code, not with a trace of the library."""
    hidden = await encoded()
    hidden.data = hidden.data[:length]
    assert (await refusal(hidden)).code is ErrorCode.PAYLOAD_FOREIGN


async def test_the_engines_own_payloads_pass() -> None:
    """Markers the engine wrote in plain are left as they are."""
    marker = Payload(metadata={"encoding": b"json/plain"}, data=b'{"seq":1}')
    assert await decoded(marker) == marker


@pytest.mark.parametrize("context", [of_activity(HERE, is_local=True), of_activity(HERE, is_local=False)])
async def test_activities_read_what_their_workflow_wrote(context: SerializationContext) -> None:
    """A workflow, its local and its regular activities share one binding."""
    (result,) = await EncryptingCodec(RING).with_context(context).decode([await encoded()])
    assert result == PLAIN


async def test_without_a_context_the_label_tells_the_binding() -> None:
    """The codec endpoint of the web page knows no workflow: the label is trusted to decrypt, and is authenticated."""
    (result,) = await EncryptingCodec(RING).decode([await encoded()])
    assert result == PLAIN

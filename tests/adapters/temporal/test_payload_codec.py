"""Histories are ciphertext: by key id, bound to their workflow; what a stranger wrote is refused, never read."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    SerializationContext,
    WorkflowSerializationContext,
)

from adapters.keys import EngineKeys
from adapters.temporal.payload_codec import EncryptingCodec
from adapters.temporal.refusals import is_refused
from domain.errors import DomainError, ErrorCode

OLD, NEW = b"the old key, only for tests, 32!", b"the new key, only for tests, 32!"
LABEL = b"a label of ours, only for tests!"
RING = EngineKeys(primary="old", keys={"old": OLD}, label=LABEL, vouchers={})
ROTATED = EngineKeys(primary="new", keys={"old": OLD, "new": NEW}, label=LABEL, vouchers={})
STRANGER = EngineKeys(primary="old", keys={"old": NEW}, label=NEW, vouchers={})
HERE, THERE = "case/1", "case/2"
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


async def encoded(payload: Payload = PLAIN, ring: EngineKeys = RING, workflow_id: str = HERE) -> Payload:
    (result,) = await EncryptingCodec(ring).with_context(of_workflow(workflow_id)).encode([payload])
    return result


async def decoded(payload: Payload, ring: EngineKeys = RING, workflow_id: str = HERE) -> Payload:
    (result,) = await EncryptingCodec(ring).with_context(of_workflow(workflow_id)).decode([payload])
    return result


async def is_refused_here(payload: Payload, ring: EngineKeys = RING) -> bool:
    return is_refused(await decoded(payload, ring))


@given(st.binary(max_size=4096), st.dictionaries(st.text(max_size=20), st.binary(max_size=50), max_size=3))
async def test_what_is_encrypted_is_read_back(data: bytes, metadata: dict[str, bytes]) -> None:
    """Data and metadata come back byte for byte, and neither shows."""
    payload = Payload(metadata=metadata, data=data)
    hidden = await encoded(payload)
    assert await decoded(hidden) == payload
    assert set(hidden.metadata) == {"encoding", "encryption-key-id", "bound-to", "written-by"}


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


async def test_a_key_of_ours_that_is_gone_is_named() -> None:
    """Whoever removed a key too early learns which one, and for which workflow; nothing is lost by being refused."""
    with pytest.raises(DomainError) as unknown:
        await decoded(await encoded(ring=ROTATED))
    assert (unknown.value.code, unknown.value.facts) == (
        ErrorCode.KEY_UNKNOWN,
        {"key_id": "new", "workflow_id": HERE},
    )


@pytest.mark.parametrize("key_id", [b"new", b"k99", b"", b"\xff\xfe", b"k" * 100_000])
@pytest.mark.parametrize("label", [b"", b"x" * 16, b"\xff" * 1000])
async def test_nobody_but_us_can_pretend_that_a_key_is_lost(key_id: bytes, label: bytes) -> None:
    """Else anybody could suspend a case, by a key id that nobody knows."""
    forged = await encoded(ring=ROTATED)
    forged.metadata["encryption-key-id"], forged.metadata["written-by"] = key_id, label
    assert await is_refused_here(forged)


async def test_a_label_is_good_for_one_key_and_one_workflow() -> None:
    """Copied from another workflow's message, or put beside another key's id, it says nothing."""
    elsewhere = await encoded(ring=ROTATED, workflow_id=THERE)
    elsewhere.metadata["bound-to"] = HERE.encode()
    assert await is_refused_here(elsewhere)
    renamed = await encoded(ring=ROTATED)
    renamed.metadata["encryption-key-id"] = b"newer"
    assert await is_refused_here(renamed)


@pytest.mark.parametrize(
    "payload",
    [
        PLAIN,
        Payload(),
        Payload(metadata={"encoding": b"binary/null"}),
        Payload(metadata={"encoding": b"binary/encrypted"}),
        Payload(metadata={"encoding": b"binary/encrypted", "encryption-key-id": b"old"}, data=b"x" * 100),
        Payload(metadata={"encoding": b"madoguchi/refused"}, data=b"role_missing"),
        Payload(metadata={"encoding": b"\xff"}, data=b"\x00" * 1_000_000),
    ],
    ids=["plain", "empty", "null", "no data", "garbage", "our own refusal", "large"],
)
async def test_what_is_not_encrypted_by_us_is_refused(payload: Payload) -> None:
    """Whatever it says it is; there are no plain payloads of the engine's that we read."""
    assert await is_refused_here(payload)


async def test_a_strangers_key_under_our_keys_name_is_refused() -> None:
    """The id says nothing; the key does."""
    assert await is_refused_here(await encoded(ring=STRANGER))


async def test_a_payload_of_another_workflow_is_refused() -> None:
    """Somebody who can write to the engine's database cannot move an approval from one request to another."""
    assert await is_refused_here(await encoded(workflow_id=THERE))


async def test_a_payload_that_lies_about_its_workflow_is_refused() -> None:
    """Changing the label changes what the ciphertext must agree with."""
    moved = await encoded(workflow_id=THERE)
    moved.metadata["bound-to"] = HERE.encode()
    assert await is_refused_here(moved)


@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
async def test_one_changed_byte_is_noticed(place: int) -> None:
    """Nonce, ciphertext and tag are all authenticated."""
    hidden = await encoded()
    changed = bytearray(hidden.data)
    changed[place] ^= 1
    hidden.data = bytes(changed)
    assert await is_refused_here(hidden)


@pytest.mark.parametrize("length", [0, 5, 12, 20])
async def test_a_cut_payload_is_noticed(length: int) -> None:
    """A payload cut short is refused like any other."""
    hidden = await encoded()
    hidden.data = hidden.data[:length]
    assert await is_refused_here(hidden)


async def test_what_we_did_not_write_stays_refused_inside_our_encryption() -> None:
    """Whoever has the key and encrypts no payload at all is refused too."""
    hidden = await encoded()
    nonce = b"n" * 12
    hidden.data = nonce + AESGCM(OLD).encrypt(nonce, b"no payload \xff", HERE.encode())
    assert await is_refused_here(hidden)


@pytest.mark.parametrize("context", [of_activity(HERE, is_local=True), of_activity(HERE, is_local=False)])
async def test_activities_read_what_their_workflow_wrote(context: SerializationContext) -> None:
    """A workflow, its local and its regular activities share one binding."""
    (result,) = await EncryptingCodec(RING).with_context(context).decode([await encoded()])
    assert result == PLAIN


async def test_without_a_context_the_label_tells_the_binding() -> None:
    """The codec endpoint of the web page knows no workflow: the label is trusted to decrypt, and is authenticated."""
    (result,) = await EncryptingCodec(RING).decode([await encoded()])
    assert result == PLAIN

"""One plugin everywhere: what the engine stores is unreadable, failures and all."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from fakes.city import ADDRESS, NAME
from fixtures.careless import CarelessWorkflow, careless
from fixtures.engine import TEST_RING
from fixtures.procedure import Procedure, procedure_on
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowFailureError, WorkflowHistory, WorkflowUpdateFailedError
from temporalio.worker import Replayer, Worker

from adapters.temporal.converter import data_converter
from adapters.temporal.plugin import madoguchi_plugin
from domain.certificates.money_events import PaymentRequested

pytestmark = pytest.mark.engine

CANARY = "架空　太郎"


async def test_nothing_anybody_says_is_readable_in_the_history(engine: Client) -> None:
    """Inputs, signals, updates, answers and, above all, messages of failures are ciphertext."""
    queue = f"careless-{uuid4()}"
    async with Worker(engine, task_queue=queue, workflows=[CarelessWorkflow], activities=[careless]):
        handle = await engine.start_workflow(CarelessWorkflow.run, CANARY, id=queue, task_queue=queue)
        with suppress(WorkflowUpdateFailedError):
            await handle.execute_update(CarelessWorkflow.ask, CANARY)
        assert await handle.query(CarelessWorkflow.name, CANARY) == CANARY
        await handle.signal(CarelessWorkflow.tell, CANARY)
        with pytest.raises(WorkflowFailureError) as failed:
            await handle.result()
        history = await handle.fetch_history()
    raw = b"".join(event.SerializeToString() for event in history.events)
    assert CANARY.encode() not in raw
    assert b"cannot read" not in raw
    assert b"no place for" not in raw
    assert b"Traceback" not in raw
    assert str(failed.value.cause) == f"careless: no place for {CANARY}"


@pytest.fixture
async def finished(engine: Client) -> Any:
    """Give the histories of a request that reached payment and was withdrawn."""
    async with procedure_on(engine) as procedure:
        yield await _withdrawn(procedure)


async def _withdrawn(procedure: Procedure) -> Any:
    await procedure.submit()
    await procedure.seen(PaymentRequested)
    await procedure.withdraw()
    await procedure.ended()
    return await procedure.histories()


async def test_a_requests_history_names_nobody(finished: Any) -> None:
    """Decrypted, too: ids, codes and amounts, but neither name nor address, which stand in the vault only."""
    for history in finished.values():
        clear = "".join([part async for part in _clear(history)])
        assert any(word in clear for word in ("resident_record_copy", "住民票の写し")), "it is decrypted"
        assert NAME not in clear
        assert ADDRESS not in clear
        assert "hanako" not in clear


async def _clear(history: WorkflowHistory) -> AsyncIterator[str]:
    """Yield every payload of a history, decrypted."""
    codec = data_converter(TEST_RING).payload_codec
    assert codec is not None
    for event in history.events:
        for payload in await codec.decode(list(_payloads(event))):
            yield payload.data.decode("utf-8", "replace")


def _payloads(message: Message) -> Iterator[Payload]:
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            parts = list(value.values())
        else:
            parts = list(value) if field.is_repeated else [value]
        for part in parts:
            if isinstance(part, Payload):
                yield part
            elif isinstance(part, Message):
                yield from _payloads(part)


async def test_with_another_key_a_history_does_not_replay(finished: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The replayer gets the keys through the plugin; without them it fails loudly, naming the key."""
    from workflows.certificates.workflow import CertificateRequestWorkflow

    other = TEST_RING.model_copy(update={"primary": "other", "keys": {"other": b"x" * 32}})
    replayer = Replayer(workflows=[CertificateRequestWorkflow], plugins=[madoguchi_plugin(other)])
    with pytest.raises(RuntimeError):
        await replayer.replay_workflow(finished["certificate-request"])
    assert "key test-only-1 is not on the ring" in caplog.text

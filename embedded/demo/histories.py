"""A case's two histories, its own and its payment's: counted, measured, and decrypted for the canary search."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from adapters.keys import EngineKeys, Keys
from adapters.settings import EngineSettings
from adapters.temporal.connection import connect
from adapters.temporal.payload_codec import EncryptingCodec
from adapters.temporal.security import engine_security
from domain import ids


@dataclass(frozen=True)
class CaseHistories:
    """`events` and `size` (bytes, as the engine counts them) of both; `kinds` counts events by type."""

    events: dict[str, int]
    size: int
    kinds: dict[str, int]
    stored: bytes
    decrypted: bytes

    @classmethod
    async def fetch(cls, environment: Mapping[str, str], case_id: str) -> "CaseHistories":
        """Fetch both from the engine. Raises PortUnavailable."""
        ring = Keys.load(Path(environment["MADOGUCHI_KEYS_FILE"])).engine
        engine = EngineSettings.of(environment)
        security = engine_security(engine, datetime.now(UTC))
        client = await connect(engine.temporal_address, engine.temporal_namespace, ring, security=security)
        workflows = {
            "request": ids.case_workflow_id(case_id),
            "payment": ids.payment_workflow_id(ids.payment_id(case_id)),
        }
        read = {name: await _read(client, ring, workflow_id) for name, workflow_id in workflows.items()}
        return cls(
            events={name: len(history.kinds) for name, history in read.items()},
            size=sum(history.size for history in read.values()),
            kinds=dict(Counter(kind for history in read.values() for kind in history.kinds).most_common()),
            stored=b"".join(history.stored for history in read.values()),
            decrypted=b"".join(history.decrypted for history in read.values()),
        )


@dataclass(frozen=True)
class _History:
    kinds: list[str]
    size: int
    stored: bytes
    decrypted: bytes


async def _read(client: Client, keys: EngineKeys, workflow_id: str) -> _History:
    handle = client.get_workflow_handle(workflow_id)
    history = await handle.fetch_history()
    described = await handle.describe()
    payloads = [payload for event in history.events for payload in _payloads(event)]
    plain = await EncryptingCodec(keys).decode(payloads)
    return _History(
        kinds=[EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower() for event in history.events],
        size=described.raw_description.workflow_execution_info.history_size_bytes,
        stored=b"".join(event.SerializeToString() for event in history.events),
        decrypted=b"\n".join(payload.data for payload in plain),
    )


def _payloads(message: Message) -> Iterator[Payload]:
    """Yield every payload anywhere in a message."""
    if isinstance(message, Payload):
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        for part in _parts(field, value):
            yield from _payloads(part)


def _parts(field: Any, value: Any) -> list[Message]:
    if field.message_type.GetOptions().map_entry:
        return [part for part in value.values() if isinstance(part, Message)]
    return list(value) if field.is_repeated else [value]

"""The data converter: pydantic JSON, failures encoded too, everything encrypted, what is refused never read.

The engine's library binds a converter anew for each payload and makes the parts of each from nothing, type adapters of
pydantic among them: a tenth of a worker's processor time. Ours is bound once per workflow, and all share one set of
parts. Nor does it look for references to payloads stored elsewhere: we have none, and by one in a stranger's message the
library would fail the workflow's task.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Self

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    SerializationContext,
    WorkflowSerializationContext,
)

from adapters.keys import EngineKeys
from adapters.temporal.payload_codec import EncryptingCodec, workflow_of
from adapters.temporal.refusals import raise_if_refused

_KEPT = 1_000  # workflows, as many as the worker keeps in the caches of its two queues
_PARTS = tuple(PydanticPayloadConverter().converters.values())


class SharedPayloadConverter(CompositePayloadConverter):
    """Pydantic JSON with the type adapters that the whole process shares."""

    def __init__(self) -> None:
        super().__init__(*_PARTS)

    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type] | None = None) -> list[Any]:
        """Return the values. Raises ApplicationError with the code of a refused payload."""
        for payload in payloads:
            raise_if_refused(payload)
        return super().from_payloads(payloads, type_hints)


class BoundOnceConverter(DataConverter):
    """A converter whose bindings are kept: nothing in it depends on more than the workflow's id."""

    _bound: Callable[[SerializationContext], Self]

    def __post_init__(self) -> None:
        """Make the parts, and room for the bindings."""
        super().__post_init__()
        object.__setattr__(self, "_bound", lru_cache(_KEPT)(super().with_context))

    def with_context(self, context: SerializationContext) -> Self:
        """Return the converter of the context's workflow."""
        return self._bound(WorkflowSerializationContext(namespace="", workflow_id=workflow_of(context)))

    async def _decode_reference_payload_sequence(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)

    async def _external_retrieve_payload_sequence(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)


def data_converter(keys: EngineKeys) -> DataConverter:
    """Return the converter for the installation's keys."""
    return BoundOnceConverter(
        payload_converter_class=SharedPayloadConverter,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
        payload_codec=EncryptingCodec(keys),
    )

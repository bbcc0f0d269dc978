"""The data converter: pydantic JSON, failures encoded too, everything encrypted.

The engine's library binds a converter anew for each payload and makes the parts of each from nothing, type adapters of
pydantic among them: a tenth of a worker's processor time. Ours is bound once per workflow, and all share one set of
parts.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Self

from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    SerializationContext,
    WorkflowSerializationContext,
)

from adapters.keys import KeyRing
from adapters.temporal.payload_codec import EncryptingCodec, workflow_of

_KEPT = 1_000  # workflows, as many as the worker keeps in the caches of its two queues
_PARTS = tuple(PydanticPayloadConverter().converters.values())


class SharedPayloadConverter(CompositePayloadConverter):
    """Pydantic JSON with the type adapters that the whole process shares."""

    def __init__(self) -> None:
        super().__init__(*_PARTS)


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


def data_converter(ring: KeyRing) -> DataConverter:
    """Return the converter for one key ring."""
    return BoundOnceConverter(
        payload_converter_class=SharedPayloadConverter,
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
        payload_codec=EncryptingCodec(ring),
    )

"""The converter: bound once to each workflow, with one set of parts for the whole process."""

import pytest
from fixtures.engine import TEST_RING
from temporalio.api.common.v1 import Payload
from temporalio.converter import ActivitySerializationContext, DataConverter, WorkflowSerializationContext
from temporalio.exceptions import ApplicationError

from adapters.temporal.converter import data_converter
from domain.errors import ErrorCode


def workflow(name: str) -> WorkflowSerializationContext:
    """Return the context of a workflow's payload."""
    return WorkflowSerializationContext(namespace="default", workflow_id=name)


def activity(of: str | None) -> ActivitySerializationContext:
    """Return the context of an activity's payload."""
    return ActivitySerializationContext(
        namespace="default",
        workflow_id=of,
        workflow_type="w",
        activity_type="a",
        activity_id="1",
        activity_task_queue="q",
        is_local=True,
    )


@pytest.fixture
def converter() -> DataConverter:
    """The converter of a process."""
    return data_converter(TEST_RING)


def test_a_workflow_and_its_activities_have_one_converter(converter: DataConverter) -> None:
    """Binding is asked for with every payload; it is done once."""
    bound = converter.with_context(workflow("request/1"))

    assert bound is converter.with_context(activity("request/1"))
    assert bound is not converter.with_context(workflow("request/2"))


async def test_what_one_workflow_says_no_other_can_read(converter: DataConverter) -> None:
    """Bindings are not mixed up, not even when one is bound to another."""
    mine = converter.with_context(workflow("request/1"))
    payloads = await mine.encode(["word"])

    assert await mine.decode(payloads, [str]) == ["word"]
    with pytest.raises(ApplicationError) as foreign:
        await mine.with_context(workflow("request/2")).decode(payloads, [str])
    assert (foreign.value.type, foreign.value.non_retryable) == (ErrorCode.PAYLOAD_FOREIGN, True)


@pytest.mark.parametrize(
    "metadata",
    [
        {"encoding": b"json/external-storage-reference"},
        {"encoding": b"json/plain", "__temporal_external_storage": b"true"},
    ],
    ids=["a reference", "a marked one"],
)
async def test_a_reference_to_elsewhere_is_refused_like_any_other(
    converter: DataConverter, metadata: dict[str, bytes]
) -> None:
    """The library would raise what fails a workflow's task: nothing of ours is stored elsewhere."""
    bound = converter.with_context(workflow("request/1"))
    with pytest.raises(ApplicationError):
        await bound.decode([Payload(metadata=metadata, data=b"{}")], [str])


async def test_what_belongs_to_no_workflow_is_bound_to_none(converter: DataConverter) -> None:
    """An activity without a workflow has no name to bind to."""
    payloads = await converter.with_context(activity(None)).encode(["word"])

    assert payloads[0].metadata["bound-to"] == b""


def test_type_adapters_are_made_once(converter: DataConverter) -> None:
    """Each workflow's instance makes a converter of its own; the costly parts are the same ones."""
    one, other = converter.payload_converter_class(), converter.payload_converter_class()

    assert one is not other
    assert one.converters[b"json/plain"] is other.converters[b"json/plain"]  # type: ignore[attr-defined]

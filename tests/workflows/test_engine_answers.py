"""What callers learn when the engine fails: every client of a workflow tells it in the same words."""

import pytest
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from workflows.engine_answers import engine_answers

pytestmark = pytest.mark.program


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("workflow execution already completed", ErrorCode.REQUEST_CLOSED),
        ("workflow not found for ID: case/cert-1", ErrorCode.REQUEST_UNKNOWN),
    ],
)
def test_a_workflow_that_is_not_there_has_ended_or_never_was(message: str, code: ErrorCode) -> None:
    """The engine answers NOT_FOUND to both."""
    with pytest.raises(DomainError) as told, engine_answers():
        raise RPCError(message, RPCStatusCode.NOT_FOUND, b"")
    assert told.value.code is code


def test_a_namespace_that_is_not_there_is_no_missing_workflow() -> None:
    """Nobody may take the wrong namespace for a case that is unknown."""
    with pytest.raises(PortRejected, match="namespace_not_found"), engine_answers():
        raise RPCError("Namespace nowhere is not found.", RPCStatusCode.NOT_FOUND, b"")


@pytest.mark.parametrize(
    "error",
    [
        RPCError("try again", RPCStatusCode.UNAVAILABLE, b""),
        RPCError("too late", RPCStatusCode.DEADLINE_EXCEEDED, b""),
        RuntimeError("Failed client connect: connection refused"),
    ],
    ids=["unavailable", "too late", "no connection"],
)
def test_an_engine_that_does_not_answer_is_unavailable(error: Exception) -> None:
    """Whether the call took effect is not known."""
    with pytest.raises(PortUnavailable, match="temporal"), engine_answers():
        raise error


def test_a_fault_of_ours_stays_one() -> None:
    """Only what the engine's library says of its connection is taken for one."""
    with pytest.raises(RuntimeError, match="ours"), engine_answers():
        raise RuntimeError("ours")

"""What the door does with the parts of an activation that only somebody acting as a worker can forge."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from fakes.officers import always
from fixtures.engine import TEST_OFFICE, TEST_RING
from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.bridge.proto.workflow_activation import WorkflowActivation

from adapters.temporal.door import Door, Refusal
from adapters.temporal.refusals import is_refused, refused
from adapters.vouching import VoucherChecks, Vouching
from domain.actors import APPLICANT, Actor, Role
from domain.certificates import commands as c
from domain.errors import DomainError, ErrorCode
from workflows.certificates.workflow import CertificateRequestWorkflow

REQUEST = "cert-01a0c450-6c00-71bc-841c-206bbef0489d"
NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
SUZUKI = Actor(id="officer-suzuki", roles=(Role.APPROVER,))
FOREIGN = refused(ErrorCode.PAYLOAD_FOREIGN)


@pytest.fixture
def told() -> list[Refusal]:
    """What the door has told."""
    return []


@pytest.fixture
def door(told: list[Refusal]) -> Door:
    """The door of a request."""
    details: Any = SimpleNamespace(
        defn=workflow._Definition.must_from_class(CertificateRequestWorkflow),
        info=SimpleNamespace(workflow_id=f"case/{REQUEST}"),
    )
    return Door(details, VoucherChecks(TEST_RING.vouchers), told.append)


def activation(*, replaying: bool = False) -> WorkflowActivation:
    """Return an activation without jobs."""
    begun = WorkflowActivation(is_replaying=replaying)
    begun.timestamp.FromDatetime(NOW)
    return begun


def decided(decision: c.Decision) -> Payload:
    """Return a decision as a message that one of our keys encrypted."""
    return Payload(metadata={"encoding": b"json/plain"}, data=decision.model_dump_json().encode())


def unvouched(actor: Actor = SUZUKI) -> c.Decision:
    """Return an approval by somebody."""
    return c.Decision(decision_id="decision-1", actor=actor, command=c.Approve())


def vouched() -> c.Decision:
    """Return an approval with the office's word."""
    return Vouching(TEST_OFFICE, always(SUZUKI), lambda: NOW).signed(f"case/{REQUEST}", unvouched(), SUZUKI)


@pytest.mark.parametrize("payload", [FOREIGN, decided(unvouched())], ids=["a stranger's", "without a voucher"])
def test_an_accepted_update_that_no_door_let_in(door: Door, payload: Payload) -> None:
    """Somebody wrote it into the history in a worker's name: the task fails, and the decision is not taken."""
    begun = activation(replaying=True)
    update = begun.jobs.add().do_update
    update.name = "decide"
    update.input.append(payload)
    with pytest.raises(DomainError):
        door.admit(begun)


def test_an_accepted_update_of_ours_is_replayed(door: Door, told: list[Refusal]) -> None:
    """The same message, the same answer, and the workflow reads what was checked."""
    begun = activation(replaying=True)
    update = begun.jobs.add().do_update
    update.name = "decide"
    update.input.append(decided(vouched()))
    door.admit(begun)
    assert c.Decision.model_validate_json(begun.jobs[0].do_update.input[0].data) == vouched()
    assert told == []


def test_what_is_said_twice_is_read_once(door: Door) -> None:
    """A message whose JSON names the actor twice reads to the workflow as it read to the door."""
    begun = activation()
    update = begun.jobs.add().do_update
    update.name, update.run_validator = "decide", True
    officer = json.dumps({"id": "officer-suzuki", "roles": ["approver"], "person": None})
    applicant = json.dumps(APPLICANT.model_dump(mode="json"))
    both = f'{{"actor": {officer}, "actor": {applicant}, "decision_id": "decision-1", "command": {{"action": "withdraw"}}}}'
    update.input.append(Payload(metadata={"encoding": b"json/plain"}, data=both.encode()))
    door.admit(begun)
    read = c.Decision.model_validate_json(begun.jobs[0].do_update.input[0].data)
    assert read.actor == APPLICANT


def test_a_childs_outcome_by_a_stranger(door: Door) -> None:
    """Money that nobody of ours has seen: neither believed nor lost, but looked at."""
    begun = activation()
    begun.jobs.add().resolve_child_workflow_execution.result.completed.result.CopyFrom(FOREIGN)
    with pytest.raises(DomainError):
        door.admit(begun)


def test_what_a_replay_finds_again_is_not_told_again(door: Door, told: list[Refusal]) -> None:
    """A refused signal stands in the history for ever, and was counted when it came."""
    for replaying in (False, True, True):
        begun = activation(replaying=replaying)
        signal = begun.jobs.add().signal_workflow
        signal.signal_name = "postal_hint"
        signal.input.append(FOREIGN)
        door.admit(begun)
        assert len(begun.jobs) == 0
    assert told == [Refusal("signal", ErrorCode.PAYLOAD_FOREIGN, REQUEST)]


def test_of_many_jobs_only_the_strangers_go(door: Door) -> None:
    """The others stay, in their order."""
    begun = activation()
    for payload in (FOREIGN, Payload(data=b"1"), FOREIGN, Payload(data=b"2"), FOREIGN):
        signal = begun.jobs.add().signal_workflow
        signal.signal_name = "postal_hint"
        signal.input.append(payload)
    door.admit(begun)
    assert [job.signal_workflow.input[0].data for job in begun.jobs] == [b"1", b"2"]


@pytest.mark.parametrize("info", ["timeout_failure_info", "server_failure_info"])
def test_what_the_engine_itself_says_of_a_step_is_believed(door: Door, told: list[Refusal], info: str) -> None:
    """That time was over is said by no worker; it comes in plain."""
    begun = activation()
    failure = begun.jobs.add().resolve_activity.result.failed.failure
    failure.activity_failure_info.SetInParent()
    getattr(failure.cause, info).SetInParent()
    before = failure.SerializeToString()
    door.admit(begun)
    assert failure.SerializeToString() == before
    assert told == []


def test_an_answer_that_is_a_refusal_is_told_as_nobodys(door: Door, told: list[Refusal]) -> None:
    """The step fails as one that a stranger answered for, and is done again by whoever asked."""
    begun = activation()
    begun.jobs.add().resolve_activity.result.completed.result.CopyFrom(FOREIGN)
    door.admit(begun)
    failure = begun.jobs[0].resolve_activity.result.failed.failure
    assert failure.application_failure_info.type == ErrorCode.PAYLOAD_FOREIGN
    assert [each.kind for each in told] == ["result"]
    assert is_refused(FOREIGN)

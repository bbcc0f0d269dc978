"""Whoever reaches the engine's port: nothing they send is believed, and nothing of it stops a request (ADR 13)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from fakes.officers import always
from fixtures.engine import TEST_OFFICE, TEST_RING
from fixtures.procedure import APPROVER, EXAMINER, Procedure, procedure_on
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.api.workflowservice.v1 import (
    RespondActivityTaskCompletedByIdRequest,
    RespondActivityTaskFailedByIdRequest,
)
from temporalio.client import Client, WorkflowFailureError, WorkflowQueryFailedError, WorkflowUpdateFailedError
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from adapters.keys import EngineKeys, VoucherKey
from adapters.temporal.connection import connect
from adapters.temporal.door import Refusal
from adapters.vouching import Vouching
from domain import ids
from domain.actors import APPLICANT, Actor, Role
from domain.certificates import commands as c
from domain.certificates.examination_events import Approved
from domain.certificates.identity_events import EligibilityConfirmed
from domain.certificates.paper_events import HandedOver
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import Status
from embedded.engine import NAMESPACE
from workflows.queues import PAYMENTS

pytestmark = pytest.mark.engine

FORGED = {"decision_id": "forged-0001", "actor": {"id": "officer-suzuki", "roles": ["approver"]}}
APPROVE = {**FORGED, "command": {"action": "approve"}}
STRANGE = (
    Payload(metadata={"encoding": b"json/plain"}, data=b'{"decision_id": "forged-0001"}'),
    Payload(metadata={"encoding": b"binary/encrypted", "encryption-key-id": b"\xff\xfe"}, data=b"x" * 40),
    Payload(metadata={"encoding": b"binary/encrypted", "encryption-key-id": b"k99", "written-by": b"x" * 16}),
    Payload(metadata={"encoding": b"json/external-storage-reference"}, data=b"{}"),
    Payload(metadata={"encoding": b"json/plain", "__temporal_external_storage": b"true"}, data=b"{}"),
    Payload(metadata={"encoding": b"madoguchi/refused"}, data=b"\xff"),
    Payload(),
    Payload(metadata={"encoding": b"binary/plain"}, data=b"\x00" * 500_000),
)


@dataclass
class Siege:
    """A request under examination, proposed for approval, and those who would like to decide it."""

    procedure: Procedure
    address: str
    stranger: Client
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def workflow_id(self) -> str:
        """The request's workflow."""
        return ids.case_workflow_id(self.procedure.case_id)

    async def insider(self, keys: EngineKeys = TEST_RING) -> Client:
        """Return a client with keys, but not the office's."""
        return await connect(self.address, NAMESPACE, keys)

    async def unharmed(self, *kinds: str) -> None:
        """Check what was refused, that the request stands where it stood, and that the true approver decides."""
        assert (await self.procedure.state()).status is Status.AWAITING_APPROVAL
        assert [each.kind for each in self.refusals] == list(kinds)
        assert {each.case_id for each in self.refusals} <= {self.procedure.case_id, ""}
        await self.procedure.decide(c.Approve(), APPROVER)
        approved = await self.procedure.seen(Approved)
        assert approved.by == APPROVER.id
        assert "decision_refused" not in self.procedure.story
        assert await self.procedure._faults() == []  # no workflow task failed


@pytest.fixture
async def siege(engine_address: str) -> AsyncIterator[Siege]:
    """Bring a request to where only the approver's word is missing."""
    refusals: list[Refusal] = []
    client = await connect(engine_address, NAMESPACE, TEST_RING, told=refusals.append)
    async with procedure_on(client) as procedure:
        procedure.city.book.exempt("999001")
        await procedure.submit()
        await procedure.seen(EligibilityConfirmed)
        await procedure.decide(c.ProposeApproval(), EXAMINER)
        yield Siege(procedure, engine_address, await Client.connect(engine_address, namespace=NAMESPACE), refusals)


async def test_a_plain_update_is_rejected(siege: Siege) -> None:
    """The command of the issue: an approval in plain JSON."""
    handle = siege.stranger.get_workflow_handle(siege.workflow_id)
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update("decide", APPROVE)
    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "payload_foreign"
    await siege.unharmed("update")


@pytest.mark.parametrize("payload", STRANGE, ids=range(len(STRANGE)))
async def test_whatever_a_strangers_message_is_made_of(siege: Siege, payload: Payload) -> None:
    """As update, as signal and as query: rejected, dropped, failed."""
    handle = siege.stranger.get_workflow_handle(siege.workflow_id)
    await handle.signal("decide_later", RawValue(payload))
    await handle.signal("postal_hint", RawValue(payload))
    with pytest.raises(WorkflowUpdateFailedError):
        await handle.execute_update("decide", RawValue(payload))
    with pytest.raises(WorkflowQueryFailedError):
        await handle.query("state", RawValue(payload))
    await siege.unharmed("signal", "signal", "update", "query")


async def test_signals_that_no_handler_can_take(siege: Siege) -> None:
    """Without arguments, with too many, and by names that nobody listens to: those would be kept for ever."""
    handle = siege.stranger.get_workflow_handle(siege.workflow_id)
    await handle.signal("decide_later")
    await handle.signal("postal_hint", args=[])
    await handle.signal("decide_later", args=[APPROVE, APPROVE])
    await handle.signal("nobody listens", APPROVE)
    with pytest.raises(WorkflowUpdateFailedError):
        await handle.execute_update("decide")
    with pytest.raises(WorkflowUpdateFailedError):
        await handle.execute_update("nobody listens", APPROVE)
    await siege.unharmed("signal", "signal", "signal", "signal")


async def test_a_strangers_key(siege: Siege) -> None:
    """Encrypted, for this very workflow, by a key of the same name that is not ours."""
    keys = TEST_RING.model_copy(update={"keys": {TEST_RING.primary: b"z" * 32}, "label": b"z" * 32})
    handle = (await siege.insider(keys)).get_workflow_handle(siege.workflow_id)
    await handle.signal("decide_later", APPROVE)
    with pytest.raises(WorkflowUpdateFailedError):
        await handle.execute_update("decide", APPROVE)
    await siege.unharmed("signal", "update")


@pytest.mark.parametrize("arguments", [[], ["x"], [{"case_id": "x"}], [1, 2]], ids=repr)
@pytest.mark.parametrize(("kind", "queue"), [("certificate-request", CERTIFICATES.name), ("fee-payment", PAYMENTS)])
async def test_a_plain_start_ends_at_once(siege: Siege, kind: str, queue: str, arguments: list[Any]) -> None:
    """It ends as failed, and does nothing: no activity runs for it."""
    handle = await siege.stranger.start_workflow(
        kind, args=arguments, id=f"case/{id(arguments)}-{kind}", task_queue=queue
    )
    with pytest.raises(WorkflowFailureError):
        await handle.result()
    history = await handle.fetch_history()
    assert not [each for each in history.events if each.HasField("activity_task_scheduled_event_attributes")]
    await siege.unharmed("start")


def _decision(command: Any, actor: Actor) -> c.Decision:
    return c.Decision(decision_id="forged-0001", actor=actor, command=command)


def _vouched(siege: Siege, key: VoucherKey, actor: Actor = APPROVER, workflow_id: str = "") -> c.Decision:
    decision = _decision(c.Approve(), actor)
    return Vouching(key, always(actor), siege.procedure.city.clock).signed(
        workflow_id or siege.workflow_id, decision, actor
    )


FORGERIES = {
    "no voucher": lambda siege: _decision(c.Approve(), APPROVER),
    "an applicant who approves": lambda siege: _decision(
        c.Approve(), APPLICANT.model_copy(update={"roles": (Role.APPROVER,)})
    ),
    "a citizen in an officer's name": lambda siege: _decision(
        c.Withdraw(), Actor(id="officer-suzuki", roles=(Role.CITIZEN,))
    ),
    "the system": lambda siege: _decision(c.Withdraw(), Actor(id="system", roles=(Role.SYSTEM, Role.CITIZEN))),
    "another key": lambda siege: _vouched(siege, VoucherKey(id=TEST_OFFICE.id, key=b"q" * 32)),
    "a key nobody knows": lambda siege: _vouched(siege, VoucherKey(id="k99", key=b"q" * 32)),
    "another workflow's": lambda siege: _vouched(siege, TEST_OFFICE, workflow_id="case/other"),
    "another command": lambda siege: _vouched(siege, TEST_OFFICE).model_copy(update={"command": c.Withdraw()}),
    "another decision id": lambda siege: _vouched(siege, TEST_OFFICE).model_copy(update={"decision_id": "forged-0002"}),
    "another officer": lambda siege: _vouched(siege, TEST_OFFICE, EXAMINER).model_copy(update={"actor": APPROVER}),
    "a role that no office gives": lambda siege: _vouched(
        siege, TEST_OFFICE, Actor(id="officer-x", roles=(Role.CITIZEN,))
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
async def test_with_our_keys_but_not_the_offices(siege: Siege, forgery: Any) -> None:
    """Whoever took over a citizens' process writes what we write, and decides nothing as an officer."""
    handle = (await siege.insider()).get_workflow_handle(siege.workflow_id)
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update("decide", forgery(siege))
    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "role_missing"
    await handle.signal("decide_later", forgery(siege))
    await siege.unharmed("update", "signal")


async def test_a_voucher_seen_yesterday(siege: Siege) -> None:
    """A decision that came too early and was refused is not taken when somebody sends it again, later."""
    siege.procedure.city.clock.ahead = -timedelta(minutes=11)
    old = _vouched(siege, TEST_OFFICE)
    siege.procedure.city.clock.ahead = timedelta()
    handle = (await siege.insider()).get_workflow_handle(siege.workflow_id)
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update("decide", old)
    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "not_allowed_now"
    await siege.unharmed()


async def test_a_true_message_of_the_wrong_shape(siege: Siege) -> None:
    """What our key encrypted and no model reads is dropped, whoever wrote it."""
    handle = (await siege.insider()).get_workflow_handle(siege.workflow_id)
    for message in ("word", 7, None, [], {"actor": {}}, {"voucher": []}, {"voucher": {"key_id": 1}, "actor": None}):
        await handle.signal("decide_later", message)
        with pytest.raises(WorkflowUpdateFailedError):
            await handle.execute_update("decide", message)
    deep = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"[" * 200_000))
    await handle.signal("decide_later", deep)
    await siege.unharmed(*["signal", "update"] * 7, "signal")


ANSWERS: dict[str, Any] = {
    "completed": {"result": {"payloads": [Payload(metadata={"encoding": b"json/plain"}, data=b'{"accepted_at": 1}')]}},
    "completed with nothing": {"result": None},
    "failed": {
        "failure": Failure(
            message="forged", application_failure_info={"type": "system_rejected", "non_retryable": True}
        )
    },
    "cancelled": {"failure": Failure(message="forged", canceled_failure_info={})},
}


@pytest.mark.parametrize("forged", ANSWERS.values(), ids=ANSWERS.keys())
async def test_a_step_that_a_stranger_answers_for_is_done_again(siege: Siege, forged: dict[str, Any]) -> None:
    """`temporal activity complete` and `fail`: neither believed nor in the way, and the letter leaves once."""
    procedure, carrier = siege.procedure, siege.procedure.city.carrier
    await procedure.decide(c.Approve(), APPROVER)
    carrier.faults.hold()
    await procedure.send()
    await procedure.seen_call("hand_over held", carrier.faults)
    await _answer(siege, **forged)
    await procedure.seen_call("hand_over held", carrier.faults, times=2)
    carrier.faults.let_go()
    await procedure.seen(HandedOver)
    assert procedure.story.count("handed_over") == 1
    assert [each.kind for each in siege.refusals] == ["result"]
    assert await procedure._faults() == []


async def _answer(siege: Siege, **answer: Any) -> None:
    described = await siege.stranger.get_workflow_handle(siege.workflow_id).describe()
    (pending,) = described.raw_description.pending_activities
    whose = {"namespace": NAMESPACE, "workflow_id": siege.workflow_id, "activity_id": pending.activity_id}
    service = siege.stranger.workflow_service
    if "failure" in answer:
        await service.respond_activity_task_failed_by_id(RespondActivityTaskFailedByIdRequest(**whose, **answer))
    else:
        await service.respond_activity_task_completed_by_id(RespondActivityTaskCompletedByIdRequest(**whose, **answer))

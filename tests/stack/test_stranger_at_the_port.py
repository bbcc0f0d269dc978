"""Somebody who reaches the engine's port, with the real `temporal` program, against the running stack (ADR 13).

After each attempt the case stands where it stood, its task has not failed, and the officer whose turn it is decides.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fixtures.journey import Journey, Town
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from adapters.keys import EngineKeys, Keys
from adapters.temporal.connection import connect
from domain import ids
from domain.actors import Actor, Role
from domain.certificates import commands as c
from embedded.demo.people import until
from embedded.engine_binary import INSTALLED

pytestmark = pytest.mark.stack  # the attacker's program comes with `make setup`: this is never skipped
SUZUKI = {"id": "officer-suzuki", "roles": ["approver"]}
APPROVAL = json.dumps({"decision_id": "forged-0001", "actor": SUZUKI, "command": {"action": "approve"}})
RELEASE = json.dumps({"decision_id": "forged-0002", "actor": SUZUKI, "command": {"action": "release_hold"}})


class Siege:
    """One case that waits for its approver, and the stranger's program."""

    def __init__(self, town: Town, journey: Journey) -> None:
        self.town = town
        self.journey = journey
        self.environment = town.stack.environment()
        self.workflow_id = ids.case_workflow_id(journey.case_id)
        self.before = 0

    async def temporal(self, *words: str) -> tuple[int, str]:
        """Run the program as a stranger would: the port is all it knows."""
        process = await asyncio.create_subprocess_exec(
            str(INSTALLED),
            *words,
            "--address",
            self.environment["MADOGUCHI_TEMPORAL_ADDRESS"],
            env={"PATH": "/nonexistent", "HOME": "/nonexistent"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await process.communicate()
        return process.returncode or 0, out.decode()

    async def case(self, *words: str) -> tuple[int, str]:
        """Run it on the case's workflow."""
        return await self.temporal("workflow", *words, "--workflow-id", self.workflow_id)

    async def insider(self, keys: EngineKeys | None = None) -> Client:
        """Return a client as the citizens' process has one: every key but the office's."""
        file = Path(self.environment["MADOGUCHI_KEYS_FILE"])
        address, namespace = (self.environment[f"MADOGUCHI_TEMPORAL_{name}"] for name in ("ADDRESS", "NAMESPACE"))
        return await connect(address, namespace, keys or Keys.load(file).engine)

    async def refused(self) -> int:
        """Return how many messages the worker says it has refused."""
        port = self.environment["MADOGUCHI_WORKER_HEALTH_PORT"]
        page = (await self.town.client.get(f"http://127.0.0.1:{port}/metrics")).text
        lines = (line for line in page.splitlines() if line.startswith("madoguchi_refused_messages_total{"))
        return sum(int(float(line.split()[-1])) for line in lines)

    async def unharmed(self, refusals: int) -> None:
        """Check that the case waits for its approver, was not suspended, and is approved by that one."""
        case = await self.journey.people.examiner.case(self.journey.case_id)
        assert case["status"] == "awaiting_approval"
        await until(self._all(refusals), f"{refusals} refusals")  # a signal is looked at when the engine brings it
        await self.journey.approve()
        await self.journey.printed()
        assert await self.refused() - self.before == refusals
        history = await (await self.insider()).get_workflow_handle(self.workflow_id).fetch_history()
        kinds = {event.event_type for event in history.events}
        assert EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED not in kinds
        assert EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT not in kinds

    def _all(self, refusals: int) -> Callable[[], Awaitable[bool]]:
        async def reached() -> bool:
            return await self.refused() - self.before >= refusals

        return reached


@pytest.fixture
async def siege(town: Town) -> Siege:
    """Bring a case to its approver."""
    journey = await Journey(town).apply()
    await journey.pay()
    await journey.propose()
    begun = Siege(town, journey)
    begun.before = await begun.refused()
    return begun


async def test_the_command_of_the_issue(siege: Siege) -> None:
    """An approval in an officer's name, in plain JSON."""
    status, said = await siege.case("update", "execute", "--name", "decide", "--input", APPROVAL)
    assert status != 0
    assert "payload_foreign" in said
    await siege.unharmed(1)


async def test_a_forged_signal_releases_nothing(siege: Siege) -> None:
    """Released, hinted, stopped, without arguments, with too many, by unknown names: all dropped."""
    for words in (
        ("decide_later", "--input", RELEASE),
        ("decide_later", "--input", APPROVAL),
        ("decide_later",),
        ("decide_later", "--input", "1", "--input", "2"),
        ("postal_hint", "--input", '{"event_id": "x"}'),
        ("nobody_listens", "--input", "{}"),
        ("decide_later", "--input", "x", "--input-meta", "encoding=binary/encrypted"),
        ("decide_later", "--input", "{}", "--input-meta", "encoding=json/external-storage-reference"),
    ):
        status, _ = await siege.case("signal", "--name", *words)
        assert status == 0, words  # the engine takes any signal
    await siege.unharmed(8)


async def test_a_plain_query_is_answered_to_nobody(siege: Siege) -> None:
    """With an argument it fails; without one the answer is ciphertext."""
    status, said = await siege.case("query", "--name", "state", "--input", "{}")
    assert status != 0
    status, said = await siege.case("query", "--name", "state")
    assert siege.journey.receipt not in said
    assert "awaiting" not in said
    await siege.unharmed(1)


@pytest.mark.parametrize(
    ("kind", "queue", "words"),
    [
        ("certificate-request", "certificates", ("--input", '{"case_id": "forged"}')),
        ("certificate-request", "certificates", ()),
        ("fee-payment", "payments", ("--input", "{}", "--input", "{}")),
        ("overpayment", "payments", ("--input", "{}")),
        ("no-type-of-ours", "certificates", ("--input", "{}")),
        ("no-type-of-ours", "payments", ()),
    ],
)
async def test_a_plain_start_ends_at_once(siege: Siege, kind: str, queue: str, words: tuple[str, ...]) -> None:
    """It has failed before anything was done for it."""
    name = f"forged/{kind}/{len(words)}"
    start = ("workflow", "execute", "--type", kind, "--task-queue", queue, "--workflow-id", name, *words)
    status, _ = await asyncio.wait_for(siege.temporal(*start), 20)
    assert status != 0
    described = await (await siege.insider()).get_workflow_handle(name).describe()
    assert described.status is not None
    assert described.status.name == "FAILED"
    await siege.unharmed(1)


async def test_a_key_that_is_not_ours(siege: Siege) -> None:
    """Encrypted as ours are, under the same name and another: refused, and no case waits for a key to be found."""
    ours = Keys.load(Path(siege.environment["MADOGUCHI_KEYS_FILE"])).engine
    for name in (ours.primary, "k99"):
        strange = ours.model_copy(update={"primary": name, "keys": {name: b"z" * 32}, "label": b"z" * 32})
        handle = (await siege.insider(strange)).get_workflow_handle(siege.workflow_id)
        await handle.signal("decide_later", json.loads(APPROVAL))
        with pytest.raises(WorkflowUpdateFailedError):
            await handle.execute_update("decide", json.loads(APPROVAL))
    await siege.unharmed(4)


async def test_the_citizens_process_taken_over(siege: Siege) -> None:
    """Every key it has, and no officer: the update is rejected, the signal dropped, the routes are not there."""
    handle = (await siege.insider()).get_workflow_handle(siege.workflow_id)
    actor = Actor(id="officer-suzuki", roles=(Role.APPROVER,))
    forged = c.Decision(decision_id="forged-0001", actor=actor, command=c.Approve())
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update("decide", forged)
    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "role_missing"
    await handle.signal("decide_later", forged)
    answer: Any = await siege.town.client.get(f"{siege.town.web}/api/v1/staff/requests")
    assert answer.status_code == httpx2.codes.NOT_FOUND
    environment = siege.town.stack.process("web").spec.environment
    assert not {"MADOGUCHI_VOUCHER_KEY_FILE", "MADOGUCHI_STAFF_TOKENS_FILE"} & set(environment)
    await siege.unharmed(2)

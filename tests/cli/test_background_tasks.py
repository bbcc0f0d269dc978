"""Every background task has an owner that sees it fail: the process says why in its log and ends; others start it again."""

import asyncio
import json
import os
import secrets
import signal
from pathlib import Path

import pytest
from fixtures import broken_process
from fixtures.installation import Installation
from fixtures.services import WITHIN, End, answers, end, for_services, free_port, health, started
from google.protobuf.duration_pb2 import Duration
from temporalio.api.operatorservice.v1 import DeleteNamespaceRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from adapters.temporal.connection import check_namespace
from domain.errors import PortRejected
from embedded.engine import NAMESPACE

pytestmark = pytest.mark.program

TASKS = {
    "sealer": ("adapters.postgres.sealing", "PostgresSealing.seal_durable"),
    "sweeper": ("adapters.postgres.intake", "PostgresIntake.waiting"),
    "mail room": ("adapters.postgres.outbox", "PostgresOutbox.claim"),
    "archivist": ("adapters.postgres.archive", "PostgresArchive.unarchived"),
    "told charges": ("adapters.postgres.inbox", "PostgresInbox.charges"),
    "told scans": ("adapters.postgres.inbox", "PostgresInbox.scans"),
    "checkpointer": ("audit.publishing", "Publisher.__call__"),
    "readiness": ("adapters.readiness", "answers"),
    "poller of steps": ("temporalio.worker._worker", "_ActivityWorker.run"),
    "poller of procedures": ("temporalio.worker._worker", "_WorkflowWorker.run"),
}
TASKS_OF_THE_CITY = {
    "notifications of the payment provider": ("sandbox.paypay.notifier", "Notifier._rest"),
    "notifications of the post": ("sandbox.post.pushes", "Pusher.step"),
    "letters that deliver themselves": ("sandbox.post.delivery", "AutoDelivery.step"),
}


@pytest.fixture
def environment(installation: Installation, engine_address: str) -> dict[str, str]:
    """Settings of a worker and a web process that find everything they need."""
    settings = for_services(installation.environment, installation.folder)
    return settings | {"MADOGUCHI_TEMPORAL_ADDRESS": engine_address, "MADOGUCHI_TEMPORAL_NAMESPACE": NAMESPACE}


def ended_by_a_fault(ended: End) -> None:
    """Status 70; the log names type and place of the fault, and nothing of what it says."""
    assert (ended.status, ended.out) == (broken_process.FAULT, ""), ended.errors
    fault = next(json.loads(line) for line in ended.errors.splitlines() if "unexpected_error" in line)
    assert fault["level"] == "error"
    assert "FaultyError" in json.dumps(fault["chain"])
    assert "broken_process.py" in json.dumps(fault["chain"])
    assert broken_process.PERSONAL not in ended.errors


@pytest.mark.engine
@pytest.mark.database
@pytest.mark.parametrize("place", TASKS.values(), ids=TASKS.keys())
async def test_a_bug_in_the_upkeep_ends_the_worker(environment: dict[str, str], place: tuple[str, str]):
    """Whichever task it is in: whatever supervises the worker starts it again."""
    async with started(environment, broken_process.FILE, "worker", *place) as worker:
        ended_by_a_fault(await end(worker))


@pytest.mark.parametrize("place", TASKS_OF_THE_CITY.values(), ids=TASKS_OF_THE_CITY.keys())
async def test_a_bug_in_a_background_task_ends_the_sandbox_city(tmp_path: Path, place: tuple[str, str]):
    """It does not go on without its notifications or its post."""
    settings = {
        **for_services(os.environ, tmp_path),
        "MADOGUCHI_SANDBOX_DIR": str(tmp_path / "city"),
        "MADOGUCHI_SANDBOX_PORT": str(free_port()),
        "MADOGUCHI_SANDBOX_SMTP_PORT": str(free_port()),
        "MADOGUCHI_SANDBOX_AUTO_DELIVER_MS": "1000",
        "MADOGUCHI_WEB_BASE_URL": "http://127.0.0.1:1",
    }
    async with started(settings, broken_process.FILE, "sandbox", *place) as city:
        ended_by_a_fault(await end(city))


@pytest.mark.engine
@pytest.mark.database
async def test_a_worker_whose_namespace_is_gone_is_not_ready(environment: dict[str, str], engine_address: str):
    """The engine answers, and has nothing for it any more: alive, not ready."""
    name, port = f"passing-{secrets.token_hex(4)}", environment["MADOGUCHI_WORKER_HEALTH_PORT"]
    client = await Client.connect(engine_address, namespace=name)
    retention = Duration(seconds=86_400)
    order = RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=retention)
    await client.workflow_service.register_namespace(order)
    await known(client)
    async with started({**environment, "MADOGUCHI_TEMPORAL_NAMESPACE": name}, "-m", "cli.main", "worker") as worker:
        ready = f"http://127.0.0.1:{port}/health/ready"
        await answers(ready, lambda status: status == 200)
        await client.operator_service.delete_namespace(DeleteNamespaceRequest(namespace=name))
        assert await answers(ready, lambda status: status != 200) == 503
        assert await health(port, "live") == 200
        worker.kill()


async def known(client: Client) -> None:
    """Wait until the engine has spread the news of a namespace."""
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                await check_namespace(client)
            except PortRejected:
                await asyncio.sleep(0.2)
            else:
                return


@pytest.mark.engine
@pytest.mark.database
async def test_readiness_of_a_worker_ends_first(environment: dict[str, str]):
    """Ready once it works; after SIGTERM it ends with status 0, and is never ready again."""
    port = environment["MADOGUCHI_WORKER_HEALTH_PORT"]
    async with started(environment, "-m", "cli.main", "worker") as worker:
        await answers(f"http://127.0.0.1:{port}/health/ready", lambda status: status == 200)
        worker.send_signal(signal.SIGTERM)
        left = await answers(f"http://127.0.0.1:{port}/health/ready", lambda status: status != 200)
        ended = await end(worker)

    assert left in (503, 0)
    assert ended.status == 0

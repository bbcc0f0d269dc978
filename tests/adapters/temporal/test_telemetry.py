"""What the engine's SDK tells by itself: metrics on loopback, warnings as JSON, and nothing from a command."""

import asyncio
import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from fixtures.rules import rules
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from adapters.temporal.telemetry import MeasuredRuntime
from embedded.demo.people import until
from embedded.engine import NAMESPACE

ROOT = Path(__file__).parents[3]
# A client that loses its engine and asks again and again until the native part warns; the process ends by itself.
PROGRAM = """
import asyncio
from adapters.logs import configure_logs
from adapters.stopping import run_and_leave
from adapters.temporal.telemetry import {runtime}
from temporalio.client import Client
from temporalio.api.workflowservice.v1 import ListNamespacesRequest
from temporalio.service import RPCError

host, _, port = "{engine}".partition(":")
calls = []

async def forward(reader, writer):
    there_reader, there = await asyncio.open_connection(host, port)
    async def pump(source, sink):
        while data := await source.read(65536):
            sink.write(data)
    calls.append(asyncio.gather(pump(reader, there), pump(there_reader, writer)))
    calls.append(writer)

async def main():
    configure_logs()
    server = await asyncio.start_server(forward, "127.0.0.1", 0)
    address = "127.0.0.1:%d" % server.sockets[0].getsockname()[1]
    client = await Client.connect(address, runtime={runtime}())
    server.close()
    for call in calls:
        call.cancel() if isinstance(call, asyncio.Future) else call.transport.abort()
    try:
        async with asyncio.timeout(5):
            await client.workflow_service.list_namespaces(ListNamespacesRequest(), retry=True)
    except (RPCError, TimeoutError):
        return 0
    return 1

raise SystemExit(run_and_leave(main))
"""


@workflow.defn(name="faulty")
class Faulty:
    """A workflow with a bug."""

    @workflow.run
    async def run(self) -> None:
        """Fail as a bug does: the task is suspended, not the workflow refused."""
        raise ZeroDivisionError


@pytest.mark.engine
async def test_a_fault_of_the_code_is_told_by_the_metric_the_rule_reads(engine_address: str):
    """The rule for suspended requests reads a metric that the SDK exports once a workflow task has failed."""
    (read,) = [name for rule in rules() if rule.name == "RequestSuspended" for name, _ in rule.selectors]
    measured = MeasuredRuntime()
    client = await Client.connect(engine_address, namespace=NAMESPACE, runtime=measured.runtime)
    queue = str(uuid.uuid4())

    async def told() -> bool:
        return f'{read}{{failure_reason="WorkflowError"' in (await measured.metrics()).decode()

    async with Worker(client, task_queue=queue, workflows=[Faulty], workflow_runner=UnsandboxedWorkflowRunner()):
        handle = await client.start_workflow(Faulty.run, id=queue, task_queue=queue)
        await until(told, read)
        await handle.terminate()


async def test_every_runtime_has_an_exporter_of_its_own():
    """Two in one process, and their pages are there though nothing has happened yet."""
    one, other = MeasuredRuntime(), MeasuredRuntime()

    assert one._port != other._port
    assert [await each.metrics() for each in (one, other)] == [b"", b""]


async def test_an_exporter_that_is_gone_costs_its_lines_alone():
    """Nothing listens there: the page goes out without them."""
    measured = MeasuredRuntime()
    async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0) as server:
        measured._port = server.sockets[0].getsockname()[1]
        assert await measured.metrics() == b""
    assert await measured.metrics() == b""


@pytest.mark.engine
@pytest.mark.parametrize("runtime", ["logging_runtime", "quiet_runtime"])
def test_what_the_native_part_says_is_json_or_nothing(runtime: str, engine_address: str):
    """A process that logs has lines of JSON alone; a command has its standard output for itself."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{runtime}", runtime).replace("{engine}", engine_address)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.returncode == 0
    assert (runtime == "logging_runtime") is bool(lines), ended
    assert {line["level"] for line in lines} <= {"WARN", "ERROR"}

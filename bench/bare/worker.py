"""A bare worker: `python -m bench.bare.worker ADDRESS NAMESPACE PLAN_FILE HEALTH_PORT`.

No plugin, no codec, no interceptors, no database; sandbox and limits as `worker.py` has them, one worker per task queue.
"""

import asyncio
import json
import sys
from pathlib import Path

from temporalio.client import Client
from temporalio.service import GrpcCompression
from temporalio.worker import Worker

import worker as ours
from adapters.health import serve_health
from adapters.stopping import run_and_leave, stop_event
from bench.bare.plan import Plan
from bench.bare.standing_plan import set_plan
from bench.bare.workflows import CASES, PAYMENTS, BarePayment, BareRequest, nothing


def read_plan(file: Path) -> Plan:
    """Read a plan written by `write_plan`."""
    written = json.loads(file.read_text())
    return Plan(request=tuple(written["request"]), payment=tuple(written["payment"]))


def write_plan(plan: Plan, file: Path) -> None:
    """Write a plan for a worker."""
    file.write_text(json.dumps({"request": plan.request, "payment": plan.payment}))


async def connect(address: str, namespace: str) -> Client:
    """Return a client with nothing of ours."""
    return await Client.connect(address, namespace=namespace, grpc_compression=GrpcCompression.NONE)


def workers(client: Client) -> list[Worker]:
    """Return one worker per task queue, with the limits of ours."""
    return [
        Worker(
            client,
            task_queue=queue,
            workflows=[workflow],
            activities=[nothing],
            max_concurrent_workflow_tasks=ours._WORKFLOW_TASKS,  # noqa: SLF001 - the same limits, whatever they become
            max_cached_workflows=ours._CACHED_WORKFLOWS,  # noqa: SLF001
        )
        for queue, workflow in ((CASES, BareRequest), (PAYMENTS, BarePayment))
    ]


async def serve(address: str, namespace: str, plan: Path, port: int) -> int:
    """Work until SIGTERM."""
    stop = stop_event()
    set_plan(await asyncio.to_thread(read_plan, plan))
    client = await connect(address, namespace)
    async with serve_health(port) as ready, asyncio.TaskGroup() as tasks:
        for each in workers(client):
            tasks.create_task(_until(stop, each))
        ready.set()
        await stop.wait()
    return 0


async def _until(stop: asyncio.Event, worker: Worker) -> None:
    async with worker:
        await stop.wait()


def main() -> int:
    """Run it."""
    address, namespace, plan, port = sys.argv[1:]
    return run_and_leave(lambda: serve(address, namespace, Path(plan), int(port)))


if __name__ == "__main__":
    sys.exit(main())

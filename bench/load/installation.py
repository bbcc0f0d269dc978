"""Our processes as a city runs them, on the servers of a ground: sandbox city, web, and one worker or several."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg
import httpx2
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from bench.load.books import Books
from bench.load.waiting import Say, until
from bench.servers.ground import ROOT, Ground
from embedded.data_folder import DataFolder
from embedded.development_secrets import development_secrets
from embedded.ports import LOOPBACK, free_port
from embedded.probes import http_answers
from embedded.processes import ChildProcess, ProcessSpec
from embedded.stack_environment import for_sandbox, inherited, stack_environment
from embedded.stack_options import PORTS, our_command

MUNICIPALITY = "999001"
NAMESPACE = "load"
"""Of its own, on a server that others measure with too: their workers must not take our tasks."""
_DATABASE = "madoguchi_load"
_RETENTION = timedelta(days=7)
_NAMESPACE_WITHIN = 60.0  # seconds; the server's parts look for new ones every ten
_READY_WITHIN = 90.0  # seconds
_WORKER_GRACE = 30.0  # seconds; the worker gives its activities 20
_ANSWER_WITHIN = 30.0  # seconds
# Connections are given up before the servers' five seconds are over: neither side closes one that the other takes up.
_LIMITS = httpx2.Limits(max_connections=200, keepalive_expiry=2.0)


@dataclass(frozen=True)
class Installation:
    """What runs, and how it is reached."""

    ground: Ground
    data: DataFolder
    environment: Mapping[str, str] = field(repr=False)
    web: str
    sandbox: str
    books: Books
    client: httpx2.AsyncClient
    say: Say

    async def start_worker(self, name: str = "worker") -> ChildProcess:
        """Start a worker process and wait until it is ready. Raises StackError."""
        return await self.ground.supervisor.start(self.worker(name))

    def worker(self, name: str) -> ProcessSpec:
        """Return how a worker is started; each has its own port of health."""
        port = free_port()
        return ProcessSpec(
            name=name,
            argv=our_command("worker"),
            log=self.data.log(name),
            cwd=ROOT,
            environment={**self.environment, "MADOGUCHI_WORKER_HEALTH_PORT": str(port)},
            ready=http_answers(f"http://{LOOPBACK}:{port}/health/ready"),
            ready_within=_READY_WITHIN,
            grace=_WORKER_GRACE,
        )

    def process(self, name: str) -> ChildProcess:
        """Return a running process."""
        return next(child for child in self.ground.supervisor.children if child.spec.name == name)


@asynccontextmanager
async def installed(
    ground: Ground, folder: Path, environment: Mapping[str, str], say: Say
) -> AsyncIterator[Installation]:
    """Run the sandbox city and the web process, with a database and a namespace of their own; no worker yet.

    Whoever runs the ground stops them with it. Raises StackError.
    """
    data = DataFolder(folder)
    ours, ports = await _environment(ground, data)
    await _make_namespace(ground)
    base = inherited(environment)
    sandbox, web = (f"http://{LOOPBACK}:{ports[name]}" for name in ("sandbox", "web"))
    start = ground.supervisor.start
    await start(_spec("sandbox", data, {**base, **for_sandbox(ours)}, f"{sandbox}/health"))
    await ground.supervisor.run(_spec("migrate", data, {**base, **ours}, None))
    # One process for citizens and office: what is measured is the citizens' rush.
    await start(_spec("web", data, {**base, **ours, "MADOGUCHI_WEB_DESK": "both"}, f"{web}/health/ready"))
    async with (
        asyncpg.create_pool(ours["MADOGUCHI_DATABASE_URL"], min_size=1, max_size=4, command_timeout=60) as pool,
        httpx2.AsyncClient(timeout=_ANSWER_WITHIN, trust_env=False, limits=_LIMITS) as client,
    ):
        yield Installation(
            ground=ground,
            data=data,
            environment={**base, **ours},
            web=web,
            sandbox=sandbox,
            books=Books(pool),
            client=client,
            say=say,
        )


async def _environment(ground: Ground, data: DataFolder) -> tuple[dict[str, str], dict[str, int]]:
    data.path.mkdir(parents=True, exist_ok=True)
    ports: dict[str, int] = {}
    for name in PORTS:
        ports[name] = free_port(ports.values())
    ours = stack_environment(
        data=data,
        checkout=ROOT,
        municipality=MUNICIPALITY,
        ports=ports,
        database_url=await ground.database(_DATABASE),
        secrets=development_secrets(data.make("secrets")),
    )
    ours |= {"MADOGUCHI_TEMPORAL_ADDRESS": ground.temporal, "MADOGUCHI_TEMPORAL_NAMESPACE": NAMESPACE}
    return ours, ports


def _spec(name: str, data: DataFolder, environment: Mapping[str, str], ready: str | None) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        argv=our_command(name),
        log=data.log(name),
        cwd=ROOT,
        environment=environment,
        ready=http_answers(ready) if ready else None,
        ready_within=_READY_WITHIN,
    )


async def _make_namespace(ground: Ground) -> None:
    """Register the namespace and wait until the whole server knows it."""
    client = await Client.connect(ground.temporal, namespace=NAMESPACE)
    try:
        retention = Duration(seconds=int(_RETENTION.total_seconds()))
        await client.workflow_service.register_namespace(
            RegisterNamespaceRequest(namespace=NAMESPACE, workflow_execution_retention_period=retention)
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise
    await until(lambda: _unknown(client), within=_NAMESPACE_WITHIN, every=0.5, what="namespace not known yet")


async def _unknown(client: Client) -> bool:
    try:
        await client.get_workflow_handle("nobody").describe()
    except RPCError as error:
        return error.status is not RPCStatusCode.NOT_FOUND or "Namespace" in error.message
    return False

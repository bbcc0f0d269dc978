"""Both servers together: one Postgres for everything, and a Temporal server on it, or the development server instead."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.servers.engine_on_postgres import SHARDS, TemporalOnPostgres
from bench.servers.installed_postgres import newest
from bench.servers.postgres import Cluster
from bench.servers.server_binaries import VERSION, obtain_server
from embedded.dynamic_config import read_dynamic_config
from embedded.engine import NAMESPACE, EnginePlan, engine_ports
from embedded.engine_binary import EngineSources, find_engine
from embedded.engine_version import server_version, version_line
from embedded.errors import StackError
from embedded.journal import ProcessJournal
from embedded.ports import free_port
from embedded.postgres import PostgresPlan
from embedded.stack_environment import inherited
from embedded.supervisor import Supervisor

ROOT = Path(__file__).parents[2]
DYNAMIC_CONFIG = ROOT / "deploy" / "temporal" / "dynamicconfig.yaml"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Ground:
    """Running servers. `server` and `postgres` say in words what they are; both stand in every output.

    `supervisor` owns the processes "postgres" and "temporal": `restart(name)` brings a killed one back.
    """

    temporal: str
    namespace: str
    server: str
    postgres: str
    cluster: Cluster
    supervisor: Supervisor

    async def database(self, name: str) -> str:
        """Make a database unless it exists and return its address."""
        return await self.cluster.database(name)

    def processes(self, name: str) -> int:
        """Return the process id of "postgres" or "temporal"."""
        return next(child.pid for child in self.supervisor.children if child.spec.name == name)


@asynccontextmanager
async def servers(
    folder: Path, *, environment: Mapping[str, str], say: Say, development: bool = False
) -> AsyncIterator[Ground]:
    """Run both servers with their data in `folder`, and stop them. Raises StackError.

    `development`, or no Temporal server on Postgres to be had: the development server, with the same dynamic
    configuration.
    """
    folder = _made(folder)
    supervisor = Supervisor(ProcessJournal(folder / "processes.json"))
    plan = PostgresPlan(
        folder=folder / "postgres",
        log=folder / "postgres.log",
        port=free_port(),
        password=_password(folder / "postgres.password"),
        environment=inherited(environment),
        installed=newest(),
        connections=200,
    )
    cluster = Cluster(plan)
    try:
        await cluster.start(supervisor)
        address, server = await _engine(cluster, environment, supervisor, say, development=development)
        yield Ground(
            temporal=address,
            namespace=NAMESPACE,
            server=server,
            postgres=await cluster.described(),
            cluster=cluster,
            supervisor=supervisor,
        )
    finally:
        await supervisor.stop()


async def _engine(
    cluster: Cluster, environment: Mapping[str, str], supervisor: Supervisor, say: Say, *, development: bool
) -> tuple[str, str]:
    if not development:
        try:
            binaries = await obtain_server(environment, say)
        except StackError as error:
            say(f"{error}; measuring on the development server instead")
        else:
            temporal = TemporalOnPostgres(
                binaries=binaries,
                postgres=cluster.plan,
                folder=cluster.plan.folder.with_name("temporal"),
                log=cluster.plan.folder.with_name("temporal.log"),
                dynamic_config=DYNAMIC_CONFIG,
                environment=environment,
            )
            await temporal.start(supervisor)
            return temporal.address, f"Temporal {VERSION} on Postgres, {SHARDS} shards"
    plan = await _development_server(cluster, environment)
    await supervisor.start(plan.spec())
    await plan.keep_histories()
    version = server_version(await version_line(plan.binary, environment) or "")
    return plan.address, f"Temporal {version} development server (SQLite, 1 shard)"


async def _development_server(cluster: Cluster, environment: Mapping[str, str]) -> EnginePlan:
    port, http_port, metrics_port = engine_ports()
    return EnginePlan(
        binary=await find_engine(EngineSources(environment=environment)),
        database=cluster.plan.folder.with_name("temporal") / "temporal.db",
        log=cluster.plan.folder.with_name("temporal.log"),
        port=port,
        http_port=http_port,
        metrics_port=metrics_port,
        settings=read_dynamic_config(DYNAMIC_CONFIG),
        environment=environment,
    )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder.absolute()


def _password(file: Path) -> str:
    """Return the cluster's password, made once: a folder may be used again."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
    return file.read_text()

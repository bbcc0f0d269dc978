"""The Temporal server on Postgres, set up as its own schema tool wants: schemas, server, namespace, our dynamic configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from bench.servers.server_binaries import ServerBinaries
from embedded.engine import NAMESPACE, RETENTION
from embedded.errors import StackError
from embedded.ports import LOOPBACK, free_port
from embedded.postgres import USER, PostgresPlan
from embedded.probes import http_answers
from embedded.processes import ProcessSpec
from embedded.stack_options import EnginePlace
from embedded.supervisor import Supervisor
from hosting.private_files import private_folder

SHARDS = 4
"""History shards; fixed for the life of a database."""
_SCHEMAS = {"temporal": "postgresql/v12/temporal", "temporal_visibility": "postgresql/v12/visibility"}
_TIMEOUT = 10.0  # seconds
_SERVICES = ("FRONTEND", "HISTORY", "MATCHING", "WORKER")


def server_ports(**given: int) -> dict[str, int]:
    """Return the ports of all services by the variable that sets them: left alone, two servers would meet."""
    names = [f"{service}_{kind}_PORT" for service in _SERVICES for kind in ("GRPC", "MEMBERSHIP")]
    chosen = dict(given)
    for name in [*names, "FRONTEND_HTTP_PORT"]:
        chosen.setdefault(name, free_port(set(chosen.values())))
    return chosen


@dataclass(frozen=True)
class TemporalOnPostgres:
    """A server whose data lie in two databases of a running Postgres."""

    binaries: ServerBinaries
    postgres: PostgresPlan
    folder: Path
    log: Path
    dynamic_config: Path
    environment: Mapping[str, str] = field(repr=False)
    ports: Mapping[str, int] = field(default_factory=server_ports)

    @property
    def address(self) -> str:
        """The address for a Temporal client."""
        return f"{LOOPBACK}:{self.ports['FRONTEND_GRPC_PORT']}"

    @property
    def _api(self) -> str:
        return f"http://{LOOPBACK}:{self.ports['FRONTEND_HTTP_PORT']}/api/v1"

    async def start(self, supervisor: Supervisor) -> None:
        """Bring the schemas up to date, start the server, make the namespace. Raises StackError."""
        private_folder(self.folder)
        for database, schema in _SCHEMAS.items():
            await self.postgres.ensure_database(database)
            if not (self.folder / f"{database}.schema").exists():
                await self._sql(supervisor, database, "setup-schema", "-v", "0.0")
                await self._sql(supervisor, database, "update-schema", "--schema-name", schema)
                (self.folder / f"{database}.schema").touch()
        await supervisor.start(self._spec())
        await self._make_namespace()

    async def _sql(self, supervisor: Supervisor, database: str, *command: str) -> None:
        where = [
            "--plugin",
            "postgres12",
            "--ep",
            LOOPBACK,
            "-p",
            str(self.postgres.port),
            "-u",
            USER,
            "--db",
            database,
        ]
        await supervisor.run(
            ProcessSpec(
                name="temporal-sql-tool",
                argv=(str(self.binaries.sql_tool), *where, *command),
                log=self.log.with_name("temporal-schema.log"),
                cwd=self.folder,
                environment={**self.environment, "SQL_PASSWORD": self.postgres.password},
                ready_within=120.0,
            )
        )

    def _spec(self) -> ProcessSpec:
        settings = {
            "DB": "postgres12",
            "POSTGRES_SEEDS": LOOPBACK,
            "DB_PORT": self.postgres.port,
            "POSTGRES_USER": USER,
            "POSTGRES_PWD": self.postgres.password,
            "NUM_HISTORY_SHARDS": SHARDS,
            "BIND_ON_IP": LOOPBACK,
            "TEMPORAL_BROADCAST_ADDRESS": LOOPBACK,
            "DYNAMIC_CONFIG_FILE_PATH": self.dynamic_config,
            "LOG_LEVEL": "error",
            **self.ports,
        }
        return ProcessSpec(
            name="temporal",
            argv=(str(self.binaries.server), "--allow-no-auth", "start"),
            log=self.log,
            cwd=self.folder,
            environment={**self.environment, **{name: str(value) for name, value in settings.items()}},
            ready=http_answers(f"{self._api}/cluster-info"),
            ready_within=120.0,
            grace=20.0,
        )

    async def _make_namespace(self) -> None:
        body = {
            "namespace": NAMESPACE,
            "workflowExecutionRetentionPeriod": f"{RETENTION.total_seconds():.0f}s",
        }
        async with httpx2.AsyncClient(trust_env=False, timeout=_TIMEOUT) as client:
            answer = await client.post(f"{self._api}/namespaces", json=body)
        if not answer.is_success and answer.status_code != httpx2.codes.CONFLICT:
            raise StackError(f"temporal refused the namespace {NAMESPACE} ({answer.status_code}); see {self.log}")


@dataclass(frozen=True)
class ServerInStack:
    """The server as the engine of a whole stack (`embedded.stack_options.EngineInPostgres`)."""

    binaries: ServerBinaries
    connections: int = 200

    async def start(self, postgres: PostgresPlan, place: EnginePlace, supervisor: Supervisor) -> None:
        """Start it on a running Postgres. Raises StackError."""
        await TemporalOnPostgres(
            binaries=self.binaries,
            postgres=postgres,
            folder=place.folder,
            log=place.log,
            dynamic_config=place.dynamic_config,
            environment=place.environment,
            ports=server_ports(FRONTEND_GRPC_PORT=place.port, FRONTEND_HTTP_PORT=place.http_port),
        ).start(supervisor)

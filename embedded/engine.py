"""The Temporal development server as a child process of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx2

from embedded.dynamic_config import Scalar, as_arguments
from embedded.errors import StackError
from embedded.ports import LOOPBACK, free_port
from embedded.probes import http_answers
from embedded.processes import ProcessSpec
from hosting.private_files import private_folder

NAMESPACE = "default"
RETENTION = timedelta(days=30)
"""How long the engine keeps a closed history; the archive (`audit/`) keeps it after that."""
_TIMEOUT = 10.0  # seconds


@dataclass(frozen=True)
class EnginePlan:
    """Where a development server lives. Three ports, because its HTTP and metrics ports are otherwise a gamble."""

    binary: Path
    database: Path
    log: Path
    port: int
    http_port: int
    metrics_port: int
    settings: Mapping[str, Scalar]
    environment: Mapping[str, str] = field(repr=False)

    @property
    def address(self) -> str:
        """The address for a Temporal client."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def _namespace_url(self) -> str:
        return f"http://{LOOPBACK}:{self.http_port}/api/v1/namespaces/{NAMESPACE}"

    def spec(self) -> ProcessSpec:
        """Return the server as a process to supervise.

        Ready means that its frontend answers a call about our namespace. It is asked by the server's HTTP API and not
        by an SDK client: a process that only wants to know should not take on a client.
        """
        private_folder(self.database.parent)
        options = {
            "ip": LOOPBACK,
            "port": self.port,
            "http-port": self.http_port,
            "metrics-port": self.metrics_port,
            "namespace": NAMESPACE,
            "log-format": "json",
            "log-level": "error",
            "db-filename": self.database,
        }
        return ProcessSpec(
            name="temporal",
            argv=(
                str(self.binary),
                "server",
                "start-dev",
                "--headless",
                *(part for name, value in options.items() for part in (f"--{name}", str(value))),
                *as_arguments(dict(self.settings)),
            ),
            log=self.log,
            cwd=self.database.parent,
            environment=self.environment,
            ready=http_answers(self._namespace_url),
            ready_within=60.0,
        )

    async def keep_histories(self) -> None:
        """Set the retention of closed histories in the running server; the development server's default is one day."""
        body = {"config": {"workflowExecutionRetentionTtl": f"{RETENTION.total_seconds():.0f}s"}}
        async with httpx2.AsyncClient(trust_env=False, timeout=_TIMEOUT) as client:
            try:
                answer = await client.post(f"{self._namespace_url}/update", json=body)
            except httpx2.TransportError as error:
                raise StackError(f"temporal does not answer at {self.address}; see {self.log}") from error
        if not answer.is_success:
            raise StackError(f"temporal refused the retention of histories ({answer.status_code}); see {self.log}")


def engine_ports() -> tuple[int, int, int]:
    """Return three different free ports: gRPC, HTTP, metrics."""
    first = free_port()
    second = free_port({first})
    return first, second, free_port({first, second})

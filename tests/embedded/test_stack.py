"""The whole stack as processes: real Postgres and Temporal, stand-ins for our own four commands."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import psutil
import pytest

from embedded.data_folder import DataFolder
from embedded.errors import StackError, StackInterrupted
from embedded.ports import is_free
from embedded.stack import Stack
from embedded.stack_environment import running_environment
from embedded.stack_options import StackOptions

pytestmark = pytest.mark.stack
ROOT = Path(__file__).resolve().parents[2]
COMPONENT = Path(__file__).with_name("component.py")
MakeStack = Callable[..., Stack]


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    """Where the stand-ins write the environment they got."""
    folder = tmp_path / "seen"
    folder.mkdir()
    return folder


@pytest.fixture
def stack(tmp_path: Path, seen: Path, engine_binary: Path, environment: dict[str, str]) -> MakeStack:
    """Make a stack with its data in a folder of this test."""

    def make(*, extra: dict[str, str] | None = None, **options: object) -> Stack:
        given: dict[str, object] = {
            "environment": {**environment, "FAKE_SEEN": str(seen), **(extra or {})},
            "folder": tmp_path / "var of one",
            "temporal_cli": engine_binary,
            "command": lambda name: (sys.executable, str(COMPONENT), name),
        }
        return Stack(ROOT, StackOptions(**{**given, **options}))

    return make


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]


async def test_everything_runs_inside_and_nothing_after(stack: MakeStack) -> None:
    """Inside the block every part answers; after it every process is gone and every port free."""
    async with stack() as running:
        assert [child.spec.name for child in running.supervisor.children][-3:] == ["worker", "web", "office"]
        pids = [child.pid for child in running.supervisor.children]
        connection = await asyncpg.connect(running.environment()["MADOGUCHI_DATABASE_URL"])
        assert await connection.fetchval("SELECT current_database()") == "madoguchi"
        await connection.close()
        ports = dict(running._ports)
        assert running_environment(ROOT, running.data.path) == running.environment()
    assert alive(pids) == []
    assert [port for port in ports.values() if not is_free(port)] == []
    assert running_environment(ROOT, running.data.path) is None


async def test_second_start_is_quick_and_keeps_ports_and_secrets(stack: MakeStack) -> None:
    """With everything cached the stack is ready within 12 s, on the same ports, with the same secrets and data."""
    async with stack() as first:
        before = first.environment()
    start = time.monotonic()
    async with stack() as second:
        assert time.monotonic() - start < 12
        changed = {name: value for name, value in before.items() if second.environment()[name] != value}
        # A port that another program took meanwhile, as another test's stack may, cannot be the same.
        taken = {value for name, value in changed.items() if name.endswith("_PORT") and not is_free(int(value))}
        assert not {name for name, value in changed.items() if not any(port in value for port in taken)}


async def test_second_start_in_the_same_folder_is_refused(stack: MakeStack) -> None:
    """Two starts in one folder: the second says in one sentence which process has it, and disturbs nothing."""
    async with stack() as first:
        with pytest.raises(StackError, match=rf"is in use by the Madoguchi with process id {os.getpid()}: stop that"):
            async with stack():
                pass
        assert all(child.running for child in first.supervisor.children)


async def test_two_stacks_at_once_do_not_meet(stack: MakeStack, tmp_path: Path) -> None:
    """Two folders started at the same time share no port."""
    one, two = stack(), stack(folder=tmp_path / "var of another")
    async with one, two:
        assert set(one._ports.values()).isdisjoint(two._ports.values())


async def test_port_asked_for_and_taken_says_what_to_do(stack: MakeStack) -> None:
    """A port asked for is never silently another one."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StackError, match=rf"port {port} asked for web is taken by another program"):
            async with stack(ports={"web": port}):
                pass


async def test_remembered_port_taken_by_others_is_replaced(stack: MakeStack) -> None:
    """A remembered port that somebody else has taken meanwhile is no hindrance."""
    async with stack() as first:
        port = first._ports["web"]
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        async with stack() as second:
            assert second._ports["web"] != port


async def test_copied_folder_does_not_take_over_its_ports(stack: MakeStack, tmp_path: Path) -> None:
    """A remembered port belongs to the path it was chosen for: a copied checkout chooses its own."""
    copy = DataFolder(tmp_path / "copy")
    copy.path.mkdir()
    copy.write_state({"folder": "/somewhere/else/var", "ports": {"web": 20_001}})
    assert stack(folder=copy.path)._choose_ports()["web"] != 20_001


async def test_component_that_fails_to_start_stops_all(stack: MakeStack) -> None:
    """When the worker dies at its start, the error carries the end of its log and nothing is left running."""
    failing = stack(extra={"FAKE_WORKER": "dies"})
    with pytest.raises(StackError, match=r"worker ended with exit code 7(.|\n)*the reason in one line"):
        async with failing:
            pass
    assert failing.supervisor.children == ()
    assert [port for port in failing._ports.values() if not is_free(port)] == []
    assert not failing.data.in_use()


async def test_failing_migration_stops_the_start(stack: MakeStack, seen: Path) -> None:
    """Nothing of ours starts on a database that could not be migrated."""
    with pytest.raises(StackError, match="migrate ended with exit code 7"):
        async with stack(extra={"FAKE_MIGRATE": "dies"}):
            pass
    assert not (seen / "web.json").exists()


async def test_death_of_a_component_ends_serving(stack: MakeStack) -> None:
    """A component that dies while serving is reported, and the rest is stopped."""
    async with stack() as running:
        serving = asyncio.create_task(running.run_until_stopped())
        running.process("web").kill()
        with pytest.raises(StackError, match="web was ended by SIGKILL"):
            await serving


async def test_killed_component_can_be_started_again(stack: MakeStack) -> None:
    """For tests of faults: kill the worker, start it again, the others go on."""
    async with stack() as running:
        others = [child.pid for child in running.supervisor.children if child.spec.name != "worker"]
        old = running.process("worker").pid
        running.process("worker").kill()
        new = await running.supervisor.restart("worker")
        assert new.pid != old
        assert alive(others) == others


async def test_each_process_is_given_what_is_its_own(stack: MakeStack, seen: Path) -> None:
    """The outside world gets neither our database nor our keys; what makes an officer is the office's alone."""
    async with stack():
        names = ("sandbox", "worker", "web", "office")
        sandbox, worker, web, office = (json.loads((seen / f"{name}.json").read_text()) for name in names)
    ours = {"MADOGUCHI_DATABASE_URL", "MADOGUCHI_KEYS_FILE"}
    officers = {"MADOGUCHI_VOUCHER_KEY_FILE", "MADOGUCHI_STAFF_TOKENS_FILE"}
    assert ours <= web.keys() & worker.keys()
    assert ours | officers <= office.keys()
    assert officers.isdisjoint({*web, *worker})
    assert (ours | officers).isdisjoint(sandbox)
    assert sandbox["MADOGUCHI_SANDBOX_PORT"] == web["MADOGUCHI_SANDBOX_PORT"]


async def test_settings_of_another_installation_do_not_leak_in(stack: MakeStack, seen: Path) -> None:
    """MADOGUCHI_ and TEMPORAL_ variables and proxies of the caller's shell do not reach the stack's processes."""
    extra = {"MADOGUCHI_WORKER_GRACE_SECONDS": "1", "HTTPS_PROXY": "http://proxy.example:3128"}
    async with stack(extra=extra) as running:
        assert "MADOGUCHI_WORKER_GRACE_SECONDS" not in json.loads((seen / "worker.json").read_text())
        assert "HTTPS_PROXY" not in psutil.Process(running.process("worker").pid).environ()


SERVE = """
import asyncio, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from embedded.stack import Stack
from embedded.errors import StackInterrupted
from embedded.stack_options import StackOptions
async def main():
    options = StackOptions(
        environment={environment!r}, folder=Path({folder!r}), temporal_cli=Path({binary!r}), say=lambda line: None,
        command=lambda name: (sys.executable, {component!r}, name),
    )
    async with Stack(Path({root!r}), options) as stack:
        print(" ".join(str(child.pid) for child in stack.supervisor.children), flush=True)
        await {what}
try:
    asyncio.run(main())
except StackInterrupted as stopped:
    sys.exit(f"{{stopped}}")
print("stopped in order")
"""


async def _serve(
    tmp_path: Path, seen: Path, binary: Path, environment: dict[str, str], what: str
) -> tuple[asyncio.subprocess.Process, list[int]]:
    code = SERVE.format(
        root=str(ROOT),
        environment={**environment, "FAKE_SEEN": str(seen)},
        folder=str(tmp_path / "var"),
        binary=str(binary),
        component=str(COMPONENT),
        what=what,
    )
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    return process, [int(pid) for pid in (await process.stdout.readline()).split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_signal_stops_serving_in_order(
    number: signal.Signals, tmp_path: Path, seen: Path, engine_binary: Path, environment: dict[str, str]
) -> None:
    """Ctrl-C, SIGTERM and a closed terminal all stop everything and end with exit code 0."""
    serving, pids = await _serve(tmp_path, seen, engine_binary, environment, "stack.run_until_stopped()")
    assert len(pids) == 6
    serving.send_signal(number)
    output, _ = await asyncio.wait_for(serving.communicate(), 30)
    assert (serving.returncode, output) == (0, b"stopped in order\n")
    assert alive(pids) == []


async def test_signal_during_other_work_stops_everything_and_says_so(
    tmp_path: Path, seen: Path, engine_binary: Path, environment: dict[str, str]
) -> None:
    """SIGTERM while a demo runs cancels it, stops everything, and is told apart from a fault."""
    serving, pids = await _serve(tmp_path, seen, engine_binary, environment, "stack.guard(asyncio.sleep(600))")
    serving.send_signal(signal.SIGTERM)
    _, errors = await asyncio.wait_for(serving.communicate(), 30)
    assert (serving.returncode, errors) == (1, b"stopped by SIGTERM\n")
    assert alive(pids) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
async def test_killed_supervisor_leaves_no_orphan_and_the_next_start_continues(
    tmp_path: Path, seen: Path, engine_binary: Path, environment: dict[str, str], stack: MakeStack
) -> None:
    """SIGKILL of the whole command: its children end by themselves, its lock is no hindrance, the data are there."""
    serving, pids = await _serve(tmp_path, seen, engine_binary, environment, "stack.run_until_stopped()")
    serving.kill()
    await serving.wait()
    processes = [psutil.Process(pid) for pid in alive(pids)]
    await asyncio.to_thread(psutil.wait_procs, processes, timeout=15)
    assert alive(pids) == []
    async with stack(folder=tmp_path / "var") as again:
        assert again.addresses.web.startswith("http://127.0.0.1:")


def test_interruption_is_a_stack_error() -> None:
    """A caller that handles StackError also handles an interruption."""
    assert issubclass(StackInterrupted, StackError)

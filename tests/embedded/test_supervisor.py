"""The supervisor and its children."""

import asyncio
import json
import os
import signal
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from embedded.errors import StackError
from embedded.journal import ProcessJournal
from embedded.processes import ChildProcess, ProcessSpec
from embedded.supervisor import Supervisor

pytestmark = pytest.mark.program

SLEEPS = "import time; print('up', flush=True); time.sleep(600)"
ROOT = str(Path(__file__).resolve().parents[2])
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"
Child = Callable[..., ProcessSpec]


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(ProcessJournal(tmp_path / "processes.json"))


def says(spec_log: Path, word: str) -> Callable[[], object]:
    async def probe() -> bool:
        return holds(spec_log, word)

    return probe


def holds(log: Path, word: str) -> bool:
    return log.exists() and word in log.read_text()


def wait_for(log: Path, word: str) -> None:
    end = time.monotonic() + 10
    while not holds(log, word):
        assert time.monotonic() < end, f"{log} never said {word}"
        time.sleep(0.02)


async def test_children_stop_in_reverse_order(supervisor: Supervisor, python_child: Child, tmp_path: Path) -> None:
    """The last child started is the first one stopped, and its exit is awaited before the next is asked."""
    notes = tmp_path / "order"
    code = textwrap.dedent("""
        import pathlib, signal, sys, time
        def end(*_):
            with pathlib.Path({notes!r}).open("a") as out:
                out.write({name!r} + " ")
            sys.exit(0)
        signal.signal(signal.SIGTERM, end)
        print("up", flush=True)
        while True:
            signal.pause()
    """)
    for name in ("first", "second", "third"):
        log = tmp_path / f"{name}.log"
        await supervisor.start(python_child(code.format(notes=str(notes), name=name), name, ready=says(log, "up")))
    await supervisor.stop()
    assert notes.read_text().split() == ["third", "second", "first"]


async def test_child_that_ignores_the_request_is_killed(
    supervisor: Supervisor, python_child: Child, tmp_path: Path
) -> None:
    """After its grace time a child that does not stop is killed."""
    ready = says(tmp_path / "child.log", "up")
    child = await supervisor.start(python_child(STUBBORN, ready=ready, grace=0.2))
    await supervisor.stop()
    assert child.exited.result() == -signal.SIGKILL


async def test_grandchildren_do_not_stay(supervisor: Supervisor, python_child: Child, tmp_path: Path) -> None:
    """Whatever a child started in its group ends with it."""
    code = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]).pid, flush=True)\n"
    code += "import time; time.sleep(600)"
    log = tmp_path / "child.log"
    await supervisor.start(python_child(code, ready=says(log, "up")))
    (pid,) = (line for line in log.read_text().split() if line.isdigit())
    grandchild = psutil.Process(int(pid))
    await supervisor.stop()
    await asyncio.to_thread(psutil.wait_procs, [grandchild], timeout=5)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


async def test_what_a_child_leaves_behind_ends_when_it_ends(python_child: Child, tmp_path: Path) -> None:
    """At that moment, and not when it is stopped later: its number may be another group's by then (pids are used again)."""
    code = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]).pid, flush=True)"
    log = tmp_path / "child.log"
    child = await ChildProcess.start(python_child(code))
    assert await child.exited == 0
    grandchild = int(next(line for line in log.read_text().split() if line.isdigit()))
    await asyncio.to_thread(psutil.wait_procs, _running(grandchild), timeout=5)
    assert not _running(grandchild)
    stranger = await asyncio.create_subprocess_exec(sys.executable, "-c", SLEEPS, start_new_session=True)
    child.pid = stranger.pid  # as if the number had been given away
    child.kill()
    await child.stop()
    assert stranger.returncode is None
    assert psutil.Process(stranger.pid).is_running()
    stranger.kill()
    assert await stranger.wait() == -signal.SIGKILL


def _running(pid: int) -> list[psutil.Process]:
    """Return the process of this number unless it is gone, or nobody has looked after its end."""
    try:
        process = psutil.Process(pid)
        return [] if process.status() == psutil.STATUS_ZOMBIE else [process]
    except psutil.NoSuchProcess:
        return []


async def test_child_that_dies_before_it_is_ready_is_named_with_its_log(
    supervisor: Supervisor, python_child: Child, tmp_path: Path
) -> None:
    """The error names the child, its exit code, its log file and the end of that log."""

    async def never() -> bool:
        return False

    spec = python_child("import sys; print('disk is full', flush=True); sys.exit(3)", "letters", ready=never)
    with pytest.raises(StackError, match="letters ended with exit code 3") as caught:
        await supervisor.start(spec)
    assert str(tmp_path / "letters.log") in str(caught.value)
    assert "disk is full" in str(caught.value)
    await supervisor.stop()


async def test_child_that_is_never_ready_is_reported_and_stopped(supervisor: Supervisor, python_child: Child) -> None:
    """A child whose probe never says yes within its time is an error, and nothing is left of it."""

    async def never() -> bool:
        return False

    with pytest.raises(StackError, match="was not ready within 0 s"):
        await supervisor.start(python_child(SLEEPS, ready=never, ready_within=0.3))
    (child,) = supervisor.children
    await supervisor.stop()
    assert not psutil.pid_exists(child.pid)


async def test_death_of_a_child_interrupts_guarded_work(supervisor: Supervisor, python_child: Child) -> None:
    """Work under guard is cancelled as soon as a child dies, and the error says which."""
    child = await supervisor.start(python_child(SLEEPS, "worker"))
    cancelled = asyncio.Event()

    async def work() -> None:
        os.kill(child.pid, signal.SIGKILL)
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with pytest.raises(StackError, match="worker was ended by SIGKILL"):
        await supervisor.guard(work())
    assert cancelled.is_set()
    await supervisor.stop()


async def test_guarded_work_returns_its_result(supervisor: Supervisor, python_child: Child) -> None:
    """While all children live, guarded work is as if unguarded."""
    await supervisor.start(python_child(SLEEPS))
    assert await supervisor.guard(asyncio.sleep(0, "done")) == "done"
    await supervisor.stop()


async def test_one_shot_command_must_end_well(supervisor: Supervisor, python_child: Child) -> None:
    """A one-shot command that exits with anything but 0 is an error with the end of its log."""
    await supervisor.run(python_child("print('fine')", "migrate"))
    with pytest.raises(StackError, match="column exists already"):
        await supervisor.run(python_child("import sys; sys.exit('column exists already')", "migrate"))
    await supervisor.stop()


async def test_program_that_is_missing_is_one_sentence(supervisor: Supervisor, python_child: Child) -> None:
    """A program that does not exist is named, without a stack trace."""

    async def never() -> bool:
        return False

    with pytest.raises(StackError, match="/no/such/program cannot be started: No such file or directory"):
        await supervisor.start(python_child("", argv=("/no/such/program",), ready=never))
    await supervisor.stop()


async def test_cancelled_stop_still_stops_everything(
    supervisor: Supervisor, python_child: Child, tmp_path: Path
) -> None:
    """A second Ctrl-C while stopping turns asking into killing; nothing is left running."""
    ready = says(tmp_path / "child.log", "up")
    child = await supervisor.start(python_child(STUBBORN, ready=ready, grace=60))
    stopping = asyncio.create_task(supervisor.stop())
    await asyncio.sleep(0)
    stopping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopping
    assert child.exited.result() == -signal.SIGKILL


SUPERVISOR = """
import asyncio, json, os, pathlib, sys
sys.path.insert(0, {root!r})
from embedded.journal import ProcessJournal
from embedded.processes import ChildProcess, ProcessSpec
from embedded.supervisor import Supervisor
async def main():
    folder = pathlib.Path({folder!r})
    supervisor = Supervisor(ProcessJournal(folder / "processes.json"))
    spec = ProcessSpec("child", (sys.executable, "-c", {code!r}), folder / "child.log", folder, dict(os.environ))
    child = await supervisor.start(spec)
    print(child.pid, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


async def _supervisor_process(folder: Path, code: str) -> tuple[asyncio.subprocess.Process, psutil.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SUPERVISOR.format(root=ROOT, folder=str(folder), code=code),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    child = psutil.Process(int(await process.stdout.readline()))
    await asyncio.to_thread(wait_for, folder / "child.log", "up")
    return process, child


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
async def test_children_of_a_killed_supervisor_are_stopped_by_the_kernel(tmp_path: Path) -> None:
    """SIGKILL of the supervisor leaves no orphan: the kernel sends each child its stop signal."""
    process, child = await _supervisor_process(tmp_path, SLEEPS)
    process.kill()
    await process.wait()
    await asyncio.to_thread(psutil.wait_procs, [child], timeout=5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


async def test_orphan_that_survived_is_ended_by_the_next_start(tmp_path: Path) -> None:
    """A child that ignored the kernel's signal is found in the journal by pid and start time, and ended."""
    process, child = await _supervisor_process(tmp_path, STUBBORN)
    process.kill()
    await process.wait()
    journal = ProcessJournal(tmp_path / "processes.json", grace=0.2)
    assert [found.pid for found, _ in journal.left_behind()] == [child.pid]
    assert await asyncio.to_thread(journal.end_left_behind) == 1
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert journal.left_behind() == []


def test_reused_process_id_is_not_taken_for_ours(tmp_path: Path) -> None:
    """A journal entry whose start time differs is somebody else's process: it is left alone."""
    path = tmp_path / "processes.json"
    path.write_text(json.dumps([[os.getpid(), 1.0, int(signal.SIGTERM)]]))
    assert ProcessJournal(path).left_behind() == []
    assert ProcessJournal(path).end_left_behind() == 0


def test_damaged_journal_is_no_hindrance(tmp_path: Path) -> None:
    """A journal cut short by a power loss counts as empty."""
    path = tmp_path / "processes.json"
    path.write_text("[[12, 3.4")
    assert ProcessJournal(path).left_behind() == []

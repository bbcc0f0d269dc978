"""The journal of started processes: what a start that was killed left behind is found and ended by the next one."""

import contextlib
import json
from pathlib import Path

import psutil

from embedded.errors import StackError
from hosting.private_files import private_folder, write_private

_KILL_WAIT = 10.0  # seconds
_Entry = tuple[int, float, int]


class ProcessJournal:
    """A file of (pid, start time, stop signal); the start time keeps a re-used pid from being taken for ours."""

    def __init__(self, path: Path, grace: float = 10.0) -> None:
        """`grace` is the time in seconds a process left behind has to stop before it is killed."""
        self._path = path
        self._grace = grace
        self._entries: list[_Entry] = []

    def add(self, pid: int, stop_signal: int) -> None:
        """Write down a process just started."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self._entries.append((pid, psutil.Process(pid).create_time(), int(stop_signal)))
            self._write()

    def clear(self) -> None:
        """Forget everything: all have been stopped."""
        self._entries = []
        self._path.unlink(missing_ok=True)

    def left_behind(self) -> list[tuple[psutil.Process, int]]:
        """Return the processes of an earlier start that still run, each with the signal that stops it."""
        found = ((_same(pid, started), stop_signal) for pid, started, stop_signal in self._read())
        return [(process, stop_signal) for process, stop_signal in found if process is not None]

    def end_left_behind(self) -> int:
        """Stop the processes of an earlier start and return how many; after the grace time they are killed."""
        found = self.left_behind()
        for process, stop_signal in found:
            with contextlib.suppress(psutil.Error):
                process.send_signal(stop_signal)
        _, alive = psutil.wait_procs([process for process, _ in found], timeout=self._grace)
        for process in alive:
            with contextlib.suppress(psutil.Error):
                process.kill()
        _, alive = psutil.wait_procs(alive, timeout=_KILL_WAIT)
        if alive:
            pids = " ".join(str(process.pid) for process in alive)
            raise StackError(f"processes of an earlier start cannot be ended; end them with: kill -9 {pids}")
        self.clear()
        return len(found)

    def _write(self) -> None:
        private_folder(self._path.parent)
        write_private(self._path, json.dumps(self._entries))

    def _read(self) -> list[_Entry]:
        try:
            return [(int(pid), float(at), int(how)) for pid, at, how in json.loads(self._path.read_text())]
        except (OSError, ValueError, TypeError):
            return []


def _same(pid: int, started: float) -> psutil.Process | None:
    try:
        process = psutil.Process(pid)
        alive = process.create_time() == started and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return process if alive else None

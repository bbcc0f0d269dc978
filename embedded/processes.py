"""One child process: started in its own group, tied to our life, probed until ready, stopped without leftovers."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from embedded.errors import StackError
from hosting.private_files import append_private, private_folder

Probe = Callable[[], Awaitable[bool]]

_LAUNCHER = Path(__file__).with_name("launch.py")
_PROBE_EVERY = 0.05  # seconds
_PROBE_TIMEOUT = 5.0  # seconds
_KILL_WAIT = 5.0  # seconds
_LOG_LIMIT = 8 * 1024 * 1024  # bytes, then the log is rolled at the next start
_TAIL_LINES = 8
_TAIL_BYTES = 4096


@dataclass(frozen=True)
class ProcessSpec:
    """What to start and how to tell that it is ready. Times are in seconds.

    `argv[0]` is an absolute path. `user_id` is only honoured when we are root.
    """

    name: str
    argv: tuple[str, ...]
    log: Path
    cwd: Path
    environment: Mapping[str, str] = field(repr=False)
    ready: Probe | None = None
    ready_within: float = 30.0
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    user_id: int | None = None


def tail(log: Path) -> str:
    """Return the last lines of a log, for an error message; empty when there is none."""
    with contextlib.suppress(OSError), log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        return "\n".join(stream.read().decode("utf-8", "replace").splitlines()[-_TAIL_LINES:])
    return ""


class ChildProcess:
    """A running child. Made by `start`; nobody else waits for it."""

    def __init__(self, spec: ProcessSpec, process: asyncio.subprocess.Process) -> None:
        self.spec = spec
        self.pid = process.pid
        self.exited: asyncio.Task[int] = asyncio.create_task(self._ended(process), name=f"exit of {spec.name}")

    @classmethod
    async def start(cls, spec: ProcessSpec) -> Self:
        """Start the process; its output goes to its log. It may not be ready yet."""
        private_folder(spec.log.parent)
        if spec.log.exists() and spec.log.stat().st_size > _LOG_LIMIT:
            spec.log.replace(spec.log.with_name(spec.log.name + ".1"))
        user_id = os.geteuid() if spec.user_id is None else spec.user_id
        tied = (sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), str(int(spec.stop_signal)), str(user_id))
        with append_private(spec.log) as log:
            process = await asyncio.create_subprocess_exec(
                *tied,
                *spec.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=spec.cwd,
                env=dict(spec.environment),
                start_new_session=True,
            )
        return cls(spec, process)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return not self.exited.done()

    def death(self) -> StackError:
        """Say how it ended, with the end of its log."""
        code = self.exited.result()
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return StackError(f"{self.spec.name} {how}; its log {self.spec.log} ends with:\n{tail(self.spec.log)}")

    async def wait_until_ready(self) -> None:
        """Ask the probe until it says yes. Raises StackError when the process ends first or the time is over."""
        if self.spec.ready is None:
            return
        end = time.monotonic() + self.spec.ready_within
        while not await _answers(self.spec.ready):
            if not self.running:
                raise self.death()
            if time.monotonic() > end:
                raise StackError(
                    f"{self.spec.name} was not ready within {self.spec.ready_within:.0f} s; "
                    f"its log {self.spec.log} ends with:\n{tail(self.spec.log)}",
                )
            await asyncio.wait({self.exited}, timeout=_PROBE_EVERY)
        if not self.running:  # somebody else answered on its address
            raise self.death()

    async def stop(self) -> None:
        """Ask it to stop, wait for its grace time, then kill its group."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, self.spec.stop_signal)
            await asyncio.wait({self.exited}, timeout=self.spec.grace)
        self.kill()
        await asyncio.wait({self.exited}, timeout=_KILL_WAIT)

    def kill(self) -> None:
        """Kill its whole group at once; nothing once it has ended, for its number may be another's by then."""
        if self.running:
            self._kill_group()

    async def _ended(self, process: asyncio.subprocess.Process) -> int:
        """Wait for its end; what it leaves behind goes with it at that moment, while the number is surely its own."""
        code = await process.wait()
        self._kill_group()
        return code

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


async def _answers(probe: Probe) -> bool:
    try:
        return await asyncio.wait_for(probe(), _PROBE_TIMEOUT)
    except (OSError, TimeoutError):
        return False

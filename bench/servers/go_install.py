"""Runs `go install` with its progress shown; what it makes is checked and put in place by the caller."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embedded.asking import answer_of
from embedded.errors import StackError
from embedded.processes import ChildProcess, ProcessSpec, tail

_WITHIN = 30 * 60.0  # seconds; two minutes on two idle cores
_SHOW_EVERY = 10.0  # seconds
_GO = re.compile(r"go(\d+)\.(\d+)")


async def go_version(go: Path, environment: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the major and minor version of a Go; None when it does not answer."""
    found = _GO.search(await answer_of(go, "version", environment) or "")
    return (int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True)
class GoInstall:
    """What to build, by which Go. `what` names it in the lines of progress; `packages` are `path@version`."""

    go: Path
    what: str
    packages: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)

    async def into(self, folder: Path, say: Callable[[str], None]) -> None:
        """Build into `folder`; what the build says stands in `build.log` beside it. Raises StackError."""
        log = folder.parent / "build.log"
        log.unlink(missing_ok=True)
        say(f"building {self.what} (once per machine; usually about 2 minutes, up to 10 on a busy one)")
        child = await ChildProcess.start(
            ProcessSpec(
                name=f"the build of {self.what}",
                argv=(str(self.go), "install", *self.packages),
                log=log,
                cwd=folder,
                environment={**self.environment, "GOBIN": str(folder), "GOFLAGS": "-mod=mod"},
            ),
        )
        start = time.monotonic()
        try:
            while child.running and time.monotonic() - start < _WITHIN:
                await asyncio.wait({child.exited}, timeout=_SHOW_EVERY)
                if child.running:
                    say(f"  building {self.what}: {time.monotonic() - start:.0f} s so far")
        finally:
            await child.stop()
        if child.exited.result() != 0:
            last = (tail(log).splitlines() or ["it said nothing"])[-1]
            raise StackError(f"{self.what} could not be built ({last}); see {log}, then try again")
        say(f"  built in {time.monotonic() - start:.0f} s: kept in {folder.parent}")

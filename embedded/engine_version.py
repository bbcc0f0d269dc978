"""Which `temporal` programs we run: asked of the program itself, never read off a file name."""

import asyncio
import contextlib
import re
from collections.abc import Mapping
from pathlib import Path

CLI_VERSION = "1.5.1"
"""The last release that `go install` can build (later ones have a `replace` line in their go.mod)."""
SERVER_VERSION = (1, 29, 1)
"""The server inside CLI 1.5.1. A program built by `go install` does not know its own version, but knows this one."""

_ANSWER_WITHIN = 20.0  # seconds; a cold 250 MB program on a busy machine
_SERVER = re.compile(r"\(Server (\d+)\.(\d+)\.(\d+)")


async def version_line(binary: Path, environment: Mapping[str, str]) -> str | None:
    """Return what `temporal --version` says; None when it is missing, cut short or no such program."""
    try:
        process = await asyncio.create_subprocess_exec(
            str(binary),
            "--version",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=dict(environment),
        )
    except OSError:
        return None
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _ANSWER_WITHIN)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return None
    line = output.decode("utf-8", "replace").strip()
    return line if process.returncode == 0 and _SERVER.search(line) else None


def is_new_enough(line: str) -> bool:
    """Whether the server in this version line is ours or a later one of the same major version."""
    found = _SERVER.search(line)
    if found is None:
        return False
    version = tuple(int(part) for part in found.groups())
    return version[0] == SERVER_VERSION[0] and version >= SERVER_VERSION

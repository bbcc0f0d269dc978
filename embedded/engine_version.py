"""Which `temporal` programs we run: asked of the program itself, never read off a file name."""

import re
from collections.abc import Mapping
from pathlib import Path

from embedded.asking import answer_of

CLI_VERSION = "1.5.1"
"""The last release that `go install` can build (later ones have a `replace` line in their go.mod)."""
SERVER_VERSION = (1, 29, 1)
"""The server inside CLI 1.5.1. A program built by `go install` does not know its own version, but knows this one."""

_SERVER = re.compile(r"\(Server (\d+)\.(\d+)\.(\d+)")


async def version_line(binary: Path, environment: Mapping[str, str]) -> str | None:
    """Return what `temporal --version` says; None when it is missing, cut short or no such program."""
    line = await answer_of(binary, "--version", environment)
    return line if line and _SERVER.search(line) else None


def is_new_enough(line: str) -> bool:
    """Whether the server in this version line is ours or a later one of the same major version."""
    found = _SERVER.search(line)
    if found is None:
        return False
    version = tuple(int(part) for part in found.groups())
    return version[0] == SERVER_VERSION[0] and version >= SERVER_VERSION

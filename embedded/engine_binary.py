"""Finds the Temporal development server, or gets it: given path, PATH, cache, download, build, in this order."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embedded.engine_build import build, go_version
from embedded.engine_download import download
from embedded.engine_version import CLI_VERSION, SERVER_VERSION, is_new_enough, version_line
from embedded.errors import StackError

Say = Callable[[str], None]
OLDEST_GO = (1, 24)
"""The oldest Go that builds CLI 1.5.1."""


@dataclass(frozen=True)
class EngineSources:
    """Where to look. `given` is TEMPORAL_CLI; `environment` supplies PATH, HOME and XDG_CACHE_HOME."""

    environment: Mapping[str, str] = field(repr=False)
    given: Path | None = None

    @property
    def cache(self) -> Path:
        """The folder of the cached program, outside every checkout and named after its version."""
        root = self.environment.get("XDG_CACHE_HOME") or str(Path(self.environment.get("HOME", "~")) / ".cache")
        return Path(root).expanduser().absolute() / "madoguchi" / f"temporal-cli-{CLI_VERSION}"

    @property
    def cached(self) -> Path:
        """The cached program; it may not exist."""
        return self.cache / "temporal"

    def which(self, program: str) -> Path | None:
        """Return a program on PATH."""
        found = shutil.which(program, path=self.environment.get("PATH", os.defpath))
        return Path(found) if found else None


async def find_engine(sources: EngineSources) -> Path | None:
    """Return a usable program that is already here. Raises StackError when the given one is none."""
    if sources.given is not None:
        if await version_line(sources.given, sources.environment) is None:
            raise StackError(f"TEMPORAL_CLI names {sources.given}, which is no Temporal command line: mend or unset it")
        return sources.given
    for candidate in (sources.which("temporal"), sources.cached):
        line = await version_line(candidate, sources.environment) if candidate else None
        if candidate is not None and line is not None and is_new_enough(line):
            return candidate
    return None


async def obtain_engine(sources: EngineSources, say: Say = lambda _: None) -> Path:
    """Return a usable program, got by download or build if need be. Raises StackError saying what to do."""
    found = await find_engine(sources)
    if found is not None:
        return found
    go = sources.which("go")
    version = await go_version(go, sources.environment) if go else None
    if go is not None and version is not None and version >= OLDEST_GO:
        return await build(go, sources.cached, sources.environment, say)
    if await download(sources.cached, sources.environment, say):
        return sources.cached
    have = f"Go {version[0]}.{version[1]} is too old" if version else "there is no Go here"
    raise StackError(
        f"the Temporal development server is missing: it could not be downloaded and {have}; "
        f"install Go {OLDEST_GO[0]}.{OLDEST_GO[1]} or later and run this again, "
        f"or set TEMPORAL_CLI to a temporal program with server {'.'.join(map(str, SERVER_VERSION))} or later",
    )


def say_on_standard_error(line: str) -> None:
    """Show a line of progress at once, away from standard output, which may carry JSON."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()

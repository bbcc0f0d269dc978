"""Gets the Temporal server that keeps its data in Postgres, and its schema tool: cache, PATH, or a build, once per machine."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.servers.engine_cache import sole_filler
from bench.servers.go_install import GoInstall, go_version
from embedded.asking import answer_of
from embedded.engine_binary import on_path
from embedded.errors import StackError

VERSION = "1.31.2"
"""The last release that the registry's Go builds."""
_OLDEST_GO = (1, 25)
_MODULE = "go.temporal.io/server/cmd"
# What `go install` calls them, and what we do.
_NAMES = {"server": "temporal-server", "sql": "temporal-sql-tool"}


@dataclass(frozen=True)
class ServerBinaries:
    """The two programs, of the same version."""

    server: Path
    sql_tool: Path


def cache_root(environment: Mapping[str, str]) -> Path:
    """Return the folder of what is made once per machine, outside every checkout."""
    root = environment.get("XDG_CACHE_HOME") or str(Path(environment.get("HOME", "~")) / ".cache")
    return Path(root).expanduser().absolute() / "madoguchi"


async def obtain_server(environment: Mapping[str, str], say: Callable[[str], None]) -> ServerBinaries:
    """Return the programs, built if need be. Raises StackError saying what is missing."""
    cache = cache_root(environment) / f"temporal-server-{VERSION}"
    installed = [on_path(name, environment) for name in _NAMES.values()]
    if all(installed) and (found := await _usable([path for path in installed if path], environment)):
        return found
    cached = [cache / name for name in _NAMES.values()]
    if found := await _usable(cached, environment):
        return found
    go = on_path("go", environment)
    version = await go_version(go, environment) if go else None
    if go is None or version is None or version < _OLDEST_GO:
        raise StackError(
            f"the Temporal server {VERSION} on Postgres is missing: install Go {_OLDEST_GO[0]}.{_OLDEST_GO[1]} or later"
        )
    return await _build(go, cache, environment, say)


async def _build(go: Path, cache: Path, environment: Mapping[str, str], say: Callable[[str], None]) -> ServerBinaries:
    async with sole_filler(cache, say):
        if found := await _usable([cache / name for name in _NAMES.values()], environment):
            return found  # another clone was faster
        _clear_left_behind(cache)
        with tempfile.TemporaryDirectory(prefix="build-", dir=cache) as folder:
            packages = tuple(f"{_MODULE}/{path}@v{VERSION}" for path in ("server", "tools/sql"))
            what = f"the Temporal server {VERSION} on Postgres"
            await GoInstall(go, what, packages, environment).into(Path(folder), say)
            built = [Path(folder) / name for name in _NAMES]
            if await _usable(built, environment) is None:
                raise StackError(f"the Temporal server was built but does not run; remove {cache} and try again")
            for path in built:
                path.replace(cache / _NAMES[path.name])
    server, sql_tool = (cache / name for name in _NAMES.values())
    return ServerBinaries(server, sql_tool)


def _clear_left_behind(cache: Path) -> None:
    """Remove what a build that was killed has left; the caller holds the lock."""
    for left in cache.glob("build-*"):
        shutil.rmtree(left, ignore_errors=True)


async def _usable(programs: list[Path], environment: Mapping[str, str]) -> ServerBinaries | None:
    answers = await asyncio.gather(*(answer_of(program, "--version", environment) for program in programs))
    if all(answer is not None and answer.endswith(f"version {VERSION}") for answer in answers):
        server, sql_tool = programs
        return ServerBinaries(server, sql_tool)
    return None

"""What a run needs of the machine: an installed Postgres and the Temporal development server."""

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from chaos.controller import Controller
from embedded.engine_binary import EngineSources, Say, find_engine
from embedded.stack import Stack
from embedded.stack_options import StackOptions, our_command, temporal_cli

_DEBIAN = Path("/usr/lib/postgresql")
_OLDEST = 15
_WATCHED = {"worker": "chaos.worker", "web": "chaos.web"}


class SomethingMissing(Exception):  # noqa: N818 - reads as what happened
    """The machine lacks something; one sentence says what, and what to do."""


def postgres_programs() -> Path:
    """Return the folder of the newest installed Postgres. Raises SomethingMissing."""
    folders = [each / "bin" for each in _DEBIAN.glob("*") if re.fullmatch(r"\d+", each.name)]
    on_path = shutil.which("initdb")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    usable = [each for each in folders if (each / "initdb").exists() and (each / "postgres").exists()]
    newest = max(usable, key=_major, default=None)
    if newest is None or _major(newest) < _OLDEST:
        raise SomethingMissing(
            f"no installed Postgres of {_OLDEST} or later was found: install one (Debian: apt install postgresql)"
        )
    return newest


def _major(programs: Path) -> int:
    """Return the major version by the folder's name, the oldest allowed when the name does not tell."""
    name = programs.parent.name
    return int(name) if name.isdigit() else _OLDEST


async def engine(environment: Mapping[str, str]) -> Path:
    """Return the development server's program, from the cache or PATH. Raises SomethingMissing."""
    found = await find_engine(EngineSources(environment=environment, given=temporal_cli(environment)))
    if found is None:
        raise SomethingMissing(
            "no Temporal server was found in the cache or on PATH: run make demo once, which gets one"
        )
    return found


def commands(controller: Controller) -> Callable[[str], tuple[str, ...]]:
    """Return how our processes are started: worker and web watched, the others as ever."""

    def command(name: str) -> tuple[str, ...]:
        watched = _WATCHED.get(name)
        return our_command(name) if watched is None else (sys.executable, "-m", watched, str(controller.port))

    return command


async def make_stack(folder: Path, controller: Controller, environment: Mapping[str, str], say: Say) -> Stack:
    """Return a stack in a folder, not started yet. Raises SomethingMissing."""
    options = StackOptions(
        environment=environment,
        folder=folder,
        temporal_cli=await engine(environment),
        command=commands(controller),
        say=say,
        postgres_programs=postgres_programs(),
    )
    return Stack(Path(__file__).parents[1], options)

"""What a run needs of the machine: an installed Postgres and the Temporal development server."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from chaos.controller import Controller
from embedded.engine_binary import EngineSources, Say, find_engine
from embedded.installed_postgres import OLDEST, newest
from embedded.stack import Stack
from embedded.stack_options import StackOptions, our_command, temporal_cli

_WATCHED = {"worker": "chaos.worker", "web": "chaos.web"}


class SomethingMissing(Exception):  # noqa: N818 - reads as what happened
    """The machine lacks something; one sentence says what, and what to do."""


def postgres_programs() -> Path:
    """Return the folder of the newest installed Postgres. Raises SomethingMissing."""
    found = newest()
    if found is None:
        raise SomethingMissing(
            f"no installed Postgres of {OLDEST} or later was found: install one (Debian: apt install postgresql)"
        )
    return found


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

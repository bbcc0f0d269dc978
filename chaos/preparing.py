"""What a run needs of the machine: an installed Postgres, and a Temporal server.

Where it can be had, the server that keeps its data in that Postgres, as a city runs it; else the development server.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.servers.engine_on_postgres import ServerInStack
from bench.servers.installed_postgres import OLDEST, newest
from bench.servers.server_binaries import VERSION, ServerBinaries, obtain_server
from chaos.controller import Controller
from embedded.engine_binary import EngineSources, Say, find_engine
from embedded.errors import StackError
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


async def server_on_postgres(environment: Mapping[str, str], say: Say) -> ServerBinaries | None:
    """Return the server that keeps its data in Postgres, built if need be; None, said aloud, when it cannot be had."""
    try:
        return await obtain_server(environment, say)
    except StackError as error:
        say(f"{error}; trying on the development server instead")
        return None


def in_words(server: ServerBinaries | None) -> str:
    """Say on which engine a run is tried."""
    return f"Temporal {VERSION} on the same Postgres" if server else "Temporal's development server (on SQLite)"


async def engine(environment: Mapping[str, str]) -> Path:
    """Return the development server's program. Raises SomethingMissing."""
    try:
        return await find_engine(EngineSources(environment=environment, given=temporal_cli(environment)))
    except StackError as error:
        raise SomethingMissing(str(error)) from None


def commands(controller: Controller) -> Callable[[str], tuple[str, ...]]:
    """Return how our processes are started: worker and web watched, the others as ever."""

    def command(name: str) -> tuple[str, ...]:
        watched = _WATCHED.get(name)
        return our_command(name) if watched is None else (sys.executable, "-m", watched, str(controller.port))

    return command


async def make_stack(
    folder: Path,
    controller: Controller,
    environment: Mapping[str, str],
    say: Say,
    server: ServerBinaries | None = None,
) -> Stack:
    """Return a stack in a folder, not started yet; without a `server` on the development server.

    Raises SomethingMissing.
    """
    options = StackOptions(
        environment=environment,
        folder=folder,
        temporal_cli=None if server else await engine(environment),
        engine=ServerInStack(server) if server else None,
        command=commands(controller),
        say=say,
        postgres_programs=postgres_programs(),
        one_web=True,
    )
    return Stack(Path(__file__).parents[1], options)

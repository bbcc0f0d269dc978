"""How a stack is started, and where it answers then."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embedded.engine_binary import Say, say_on_standard_error
from embedded.server_binaries import ServerBinaries

PORTS = (
    "web",
    "office",
    "sandbox",
    "smtp",
    "postgres",
    "temporal",
    "temporal_http",
    "temporal_metrics",
    "worker",
    "web_metrics",
    "office_metrics",
)


@dataclass(frozen=True)
class Addresses:
    """Where the parts of a running stack answer, for people and for tools."""

    web: str
    office: str
    sandbox: str
    mail: str
    temporal: str
    postgres: str
    worker_health: str


def our_command(name: str) -> tuple[str, ...]:
    """Return the command line of one of our processes: sandbox, migrate, worker, web, office."""
    return (sys.executable, "-m", "cli.main", "web" if name == "office" else name)


def temporal_cli(environment: Mapping[str, str]) -> Path | None:
    """Return the Temporal program that TEMPORAL_CLI names; None when it is not set."""
    given = environment.get("TEMPORAL_CLI")
    return Path(given) if given else None


@dataclass(frozen=True)
class StackOptions:
    """How a stack is started. `ports` holds those asked for, by the names in PORTS; the others are chosen.

    `postgres_programs` is the folder of an installed Postgres (15 or later) to run instead of the wheel's;
    `engine_on_postgres` the Temporal server that keeps its data in it, to run instead of the development server.
    `one_web`: one web process serves citizens and office, for a trial that watches it.
    """

    environment: Mapping[str, str] = field(repr=False)
    folder: Path | None = None
    temporal_cli: Path | None = None
    ports: Mapping[str, int] = field(default_factory=dict)
    municipality: str = "999001"
    command: Callable[[str], tuple[str, ...]] = our_command
    say: Say = say_on_standard_error
    postgres_programs: Path | None = None
    engine_on_postgres: ServerBinaries | None = None
    one_web: bool = False

"""How a stack is started, and where it answers then."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from embedded.engine_binary import Say, say_on_standard_error
from embedded.postgres import PostgresPlan
from embedded.supervisor import Supervisor

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
    """Return the command line of one of our processes, in the checkout: sandbox, migrate, postcodes, worker, web, office."""
    words = {"office": ("web",), "postcodes": ("addresses", "load", "sandbox/data/postcodes.csv")}
    return (sys.executable, "-m", "cli.main", *words.get(name, (name,)))


def temporal_cli(environment: Mapping[str, str]) -> Path | None:
    """Return the Temporal program that TEMPORAL_CLI names; None when it is not set."""
    given = environment.get("TEMPORAL_CLI")
    return Path(given) if given else None


class EnginePlace(NamedTuple):
    """Where an engine is to answer, keep its files and write its log."""

    folder: Path
    log: Path
    dynamic_config: Path
    environment: Mapping[str, str]
    port: int
    http_port: int


class EngineInPostgres(Protocol):
    """An engine that keeps its data in the stack's own Postgres."""

    @property
    def connections(self) -> int:
        """How many connections Postgres then needs in all."""

    async def start(self, postgres: PostgresPlan, place: EnginePlace, supervisor: Supervisor, /) -> None:
        """Start it on a running Postgres. Raises StackError."""


@dataclass(frozen=True)
class StackOptions:
    """How a stack is started. `ports` holds those asked for, by the names in PORTS; the others are chosen.

    `postgres_programs` is the folder of an installed Postgres (15 or later) to run instead of the wheel's;
    `engine` one that keeps its data in it, to run instead of the development server.
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
    engine: EngineInPostgres | None = None
    one_web: bool = False

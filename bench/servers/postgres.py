"""Postgres as a city runs it: Debian's programs and their default settings, durability included; else the wheel's."""

from dataclasses import dataclass
from pathlib import Path

import asyncpg

from embedded.postgres import PostgresPlan
from embedded.supervisor import Supervisor

_CONNECT_TIMEOUT = 3.0  # seconds


@dataclass(frozen=True)
class Cluster:
    """A running Postgres of its own."""

    plan: PostgresPlan

    async def start(self, supervisor: Supervisor) -> None:
        """Make the cluster unless it exists, and start it. Raises StackError."""
        await self.plan.prepare()
        await supervisor.start(self.plan.spec())

    async def database(self, name: str) -> str:
        """Make a database unless it exists and return its address."""
        await self.plan.ensure_database(name)
        return self.plan.dsn(name)

    async def described(self) -> str:
        """Return whose programs these are and what the running server says it is, for a table."""
        connection = await asyncpg.connect(self.plan.dsn("postgres"), timeout=_CONNECT_TIMEOUT)
        try:
            version = str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()
        return f"{_whose(self.plan.installed)}: {version}"

    def postmaster(self) -> int:
        """The server's process id; its children are the sessions and the writers."""
        return int((self.plan.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def _whose(programs: Path | None) -> str:
    if programs is None:
        return "Postgres 18 of the wheel"
    return f"Debian's Postgres {programs.parent.name}" if programs.parent.name.isdigit() else "the Postgres on PATH"

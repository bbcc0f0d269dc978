"""Where the demo plays: what its checks need of a running installation, whichever way it runs."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from embedded.postgres import program
from embedded.stack import Stack


class Scene(Protocol):
    """A running installation with the sandbox city."""

    @property
    def web(self) -> str:
        """Address of our web server."""

    @property
    def office(self) -> str:
        """Address of the office's web server."""

    @property
    def sandbox(self) -> str:
        """Address of the sandbox city."""

    def environment(self) -> Mapping[str, str]:
        """Return the variables with which this machine reaches database and engine and reads the keys."""

    async def madoguchi(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Run one of our commands there with --json, as an auditor would; return its status and its document."""

    async def dump(self) -> bytes:
        """Return a dump of our database. Raises RuntimeError when there is none."""

    async def records(self) -> dict[str, bytes]:
        """Return every log and every archived history by name."""


class OneMachine:
    """The embedded stack as a scene."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    @property
    def web(self) -> str:
        """Address of our web server."""
        return self._stack.addresses.web

    @property
    def office(self) -> str:
        """Address of the office's web server."""
        return self._stack.addresses.office

    @property
    def sandbox(self) -> str:
        """Address of the sandbox city."""
        return self._stack.addresses.sandbox

    def environment(self) -> Mapping[str, str]:
        """Return the stack's own variables."""
        return self._stack.environment()

    async def madoguchi(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Run one of our commands as a process."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli.main",
            *words,
            "--json",
            env={**os.environ, **self._stack.environment()},
            cwd=Path(__file__).parents[2],
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        out, _ = await process.communicate()
        return process.returncode or 0, json.loads(out or b"{}")

    async def dump(self) -> bytes:
        """Return a dump of our database. Raises RuntimeError."""
        process = await asyncio.create_subprocess_exec(
            str(program("pg_dump")), self._stack.environment()["MADOGUCHI_DATABASE_URL"], stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError("pg_dump failed")
        return out

    async def records(self) -> dict[str, bytes]:
        """Return the files of the data folder."""
        data = self._stack.data.path
        return {
            **{f"log {path.name}": path.read_bytes() for path in data.glob("*.log")},
            **{f"archive {path.name}": path.read_bytes() for path in (data / "archive").rglob("*.json")},
        }

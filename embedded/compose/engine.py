"""The Docker engine and its compose program: found and asked, never installed, and never left to download in silence."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded.errors import StackError
from hosting.private_files import append_private

IMAGES = ("python:3.13-slim", "postgres:18", "temporalio/server:1.31.2", "temporalio/admin-tools:1.31.2")
"""What `Dockerfile` and `docker-compose.yml` build on; a test compares them."""
_WITHIN = 20.0  # seconds


def compose_program() -> tuple[str, ...]:
    """Return the words that start compose: the plugin, else docker-compose. Raises StackError when there is neither."""
    if shutil.which("docker") is None:
        raise StackError("docker is not on PATH: install Docker Engine with its compose plugin, then run this again")
    if _answers(("docker", "compose", "version")):
        return ("docker", "compose")
    if shutil.which("docker-compose") is not None:
        return ("docker-compose",)
    raise StackError("Docker is there without compose: install the docker compose plugin, then run this again")


def require_images(images: Sequence[str] = IMAGES) -> None:
    """Raise StackError, with the command that helps, when no engine answers or an image is missing."""
    if not _answers(("docker", "version")):
        raise StackError("no Docker engine answers: start it (systemctl start docker), then run this again")
    missing = [image for image in images if not _answers(("docker", "image", "inspect", image))]
    if missing:
        pulls = " && ".join(f"docker pull {image}" for image in missing)
        raise StackError(f"images are missing, some hundred MB each; get them, then run this again: {pulls}")


def _answers(argv: tuple[str, ...]) -> bool:
    try:
        return subprocess.run(argv, capture_output=True, timeout=_WITHIN, check=False).returncode == 0  # noqa: S603 - our own words
    except (OSError, subprocess.TimeoutExpired):
        return False


async def run(
    argv: Sequence[str], *, environment: Mapping[str, str], cwd: Path, log: Path | None = None
) -> tuple[int, bytes]:
    """Run to the end; return status and standard output. With `log`, both outputs are appended there instead.

    In a session of its own: a Ctrl-C at the terminal reaches us alone, and we end it in order when we are cancelled.
    """
    errors = asyncio.subprocess.DEVNULL if log is None else asyncio.subprocess.STDOUT
    with append_private(log or Path(os.devnull)) as file:
        process = await asyncio.create_subprocess_exec(
            *argv,
            env=dict(environment),
            cwd=cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE if log is None else file,
            stderr=errors,
            start_new_session=True,
        )
        try:
            out, _ = await process.communicate()
        except asyncio.CancelledError:
            process.terminate()
            await process.wait()
            raise
    return process.returncode or 0, out or b""

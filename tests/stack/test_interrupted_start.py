"""`madoguchi demo` and `madoguchi serve` as commands: stopped in the middle of their start, and one document for programs."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from fixtures.services import WITHIN

from embedded.stack_environment import inherited

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]
OURS = ("adapters", "activities", "audit", "cli", "deploy", "domain", "embedded", "municipalities", "sandbox", "upkeep")
OURS += (
    "composition",
    "counter",
    "hosting",
    "web",
    "workflows",
    "worker.py",
    "web_process.py",
    "starter.py",
    "pyproject.toml",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of its own: these commands keep their data in its `var`."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in OURS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


@asynccontextmanager
async def running(checkout: Path, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command; nothing of it may be left behind."""
    pipe = asyncio.subprocess.PIPE
    environment = inherited(os.environ)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli.main", *words, cwd=checkout, env=environment, stdout=pipe, stderr=pipe
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert [each for each in psutil.process_iter() if _in(each, checkout)] == []


def _in(process: psutil.Process, folder: Path) -> bool:
    try:
        return Path(process.cwd()).is_relative_to(folder)
    except (psutil.Error, OSError):
        return False


async def first(stream: asyncio.StreamReader | None, text: bytes) -> bytes:
    """Read up to the first line with a text."""
    assert stream is not None
    async with asyncio.timeout(WITHIN):
        while line := await stream.readline():
            if text in line:
                return line
    raise AssertionError(text)


@pytest.mark.parametrize(("name", "number"), [("demo", signal.SIGINT), ("serve", signal.SIGTERM)])
async def test_a_start_that_is_stopped_is_silent(checkout: Path, name: str, number: signal.Signals):
    """Status 130 for Ctrl-C, 143 for SIGTERM; no word about what was under way, and no process left."""
    async with running(checkout, name) as process:
        await first(process.stderr, b"is ready")
        process.send_signal(number)
        async with asyncio.timeout(WITHIN):
            out, errors = await process.communicate()

    assert (process.returncode, out) == (128 + number, b"")
    assert all(b"is ready" in line for line in errors.splitlines()), errors


async def test_serve_with_json_prints_one_document(checkout: Path):
    """The addresses, when everything answers; nothing more at the end, which is Ctrl-C's own status."""
    async with running(checkout, "serve", "--json") as process:
        addresses = json.loads(await first(process.stdout, b"{"))
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(WITHIN):
            rest, _ = await process.communicate()

    assert addresses["web"].startswith("http://127.0.0.1:")
    assert (process.returncode, rest) == (130, b"")

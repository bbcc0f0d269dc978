"""The peer's own virtual environment, from its own lock: nothing of it enters the product's."""

import asyncio
import hashlib
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from embedded.errors import StackError
from embedded.stack_environment import inherited

LOCK = Path(__file__).with_name("requirements.lock")
PACKAGE = "dbos"
_WITHIN = 600.0  # seconds


async def peer_python(folder: Path, environment: Mapping[str, str], say: Callable[[str], None]) -> Path:
    """Return the interpreter of the peer's environment in `folder`, made anew when its lock has changed.

    Raises StackError when the packages cannot be installed.
    """
    python, stamp = folder / "bin" / "python", folder / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    say("installing DBOS into an environment of its own (once; usually 10 to 30 s)")
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    await _run((sys.executable, "-m", "venv", str(folder)), environment)
    arguments = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK))
    await _run((str(python), *arguments), environment)
    stamp.write_text(wanted)
    return python


def locked_version() -> str:
    """Return the peer's version in the lock."""
    lines = LOCK.read_text().splitlines()
    return next(line.split("==")[1].split()[0] for line in lines if line.startswith(f"{PACKAGE}=="))


async def _run(argv: tuple[str, ...], environment: Mapping[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=inherited(environment),
    )
    try:
        async with asyncio.timeout(_WITHIN):
            output, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise StackError(f"the peer's environment was not ready within {_WITHIN:.0f} s") from None
    if process.returncode != 0:
        last = (output.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"])[-1]
        raise StackError(f"the peer cannot be measured: its packages could not be installed ({last})")

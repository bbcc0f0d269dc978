"""Asks a program what it is: its name on disk proves nothing."""

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path

_WITHIN = 20.0  # seconds; a cold 250 MB program on a busy machine


async def answer_of(program: Path, word: str, environment: Mapping[str, str]) -> str | None:
    """Return what `program word` prints; None when it is missing, cut short, fails or does not end in time."""
    try:
        process = await asyncio.create_subprocess_exec(
            str(program),
            word,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=dict(environment),
        )
    except OSError:
        return None
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _WITHIN)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return None
    return output.decode("utf-8", "replace").strip() if process.returncode == 0 else None
